package org.recarena.client.agents.slate;

import java.util.Arrays;

/**
 * RecSim's cluster bandit: learns within each user's visit which clusters the user clicks, and fills the slate with the
 * documents of the most promising cluster, best quality first, then with those of the next one. Every slot is a pull of
 * its cluster. While some cluster was never shown, the least shown ones come first. Unlike RecSim's, the Thompson index
 * draws new numbers at each step.
 */
public final class ClusterBanditAgent implements SlateAgent {

    private final int clusters;
    private final BanditIndex index;
    private final PerLane<Counts> users;

    /** How often clusters were shown to a user and clicked. */
    private static final class Counts {
        private final double[] impressions;
        private final double[] clicks;

        Counts(int clusters) {
            impressions = new double[clusters];
            clicks = new double[clusters];
        }
    }

    /**
     * An agent that has met nobody.
     *
     * @param clusters how many there are; at least 2
     * @param index how promising they are
     */
    public ClusterBanditAgent(int clusters, BanditIndex index) {
        if (clusters < 2) {
            throw new IllegalArgumentException("clusters is " + clusters + "; it must be at least 2");
        }
        this.clusters = clusters;
        this.index = index;
        this.users = new PerLane<>(() -> new Counts(clusters));
    }

    @Override
    public String name() {
        return "cluster-" + index.name();
    }

    @Override
    public void begin(int lane) {
        users.restart(lane);
    }

    @Override
    public SlatePolicy policy(int lane, SlateContext context) {
        Counts user = users.of(lane);
        int[] slate = slate(context, user.impressions, user.clicks);
        // While clusters are tried in turn nothing is drawn.
        return index.deterministic() || neverShown(user.impressions)
                ? SlatePolicy.certain(slate)
                : SlatePolicy.drawn(slate);
    }

    @Override
    public void learn(int lane, SlateExperience experience) {
        Counts user = users.of(lane);
        int[] slate = experience.slate();
        for (int slot = 0; slot < slate.length; slot++) {
            int cluster = experience.context().cluster(slate[slot]);
            user.impressions[cluster]++;
            user.clicks[cluster] += experience.clicks()[slot] ? 1 : 0;
        }
    }

    /** The slate for a user of whom this is known. */
    int[] slate(SlateContext context, double[] impressions, double[] clicks) {
        double[] scores = new double[clusters];
        if (neverShown(impressions)) {
            Arrays.setAll(scores, cluster -> -impressions[cluster]);
        } else {
            index.score(impressions, clicks, Arrays.stream(impressions).sum(), scores);
        }
        int[] slate = new int[context.slateSize()];
        int filled = 0;
        boolean[] done = new boolean[clusters];
        while (filled < slate.length) {
            int cluster = bestLeft(scores, done);
            done[cluster] = true;
            filled = fill(slate, filled, context, cluster);
        }
        return slate;
    }

    private static boolean neverShown(double[] impressions) {
        return Arrays.stream(impressions).anyMatch(count -> count == 0);
    }

    /** Of equal scores the last, as in RecSim. */
    private static int bestLeft(double[] scores, boolean[] done) {
        int best = -1;
        for (int cluster = 0; cluster < scores.length; cluster++) {
            if (!done[cluster] && (best < 0 || scores[cluster] >= scores[best])) {
                best = cluster;
            }
        }
        if (best < 0) {
            throw new IllegalStateException("a candidate's cluster is beyond the agent's " + scores.length);
        }
        return best;
    }

    private static int fill(int[] slate, int from, SlateContext context, int cluster) {
        double[] qualities = new double[context.candidates()];
        int members = 0;
        for (int candidate = 0; candidate < qualities.length; candidate++) {
            boolean member = context.cluster(candidate) == cluster;
            qualities[candidate] = member ? context.quality(candidate) : Double.NEGATIVE_INFINITY;
            members += member ? 1 : 0;
        }
        int count = Math.min(members, slate.length - from);
        System.arraycopy(Ranking.top(qualities, count), 0, slate, from, count);
        return from + count;
    }
}
