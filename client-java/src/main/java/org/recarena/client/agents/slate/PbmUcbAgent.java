package org.recarena.client.agents.slate;

import java.util.Arrays;

/**
 * PBM-UCB (Lagrée, Vernade and Cappé, "Multiple-play bandits in the position-based model", 2016): clusters are arms,
 * and a slot l is looked at with a known probability kappa_l, whatever it shows. An arm with S clicks in N showings, of
 * which N~ = sum of kappa over them count, has the index S / N~ + sqrt(N / N~) sqrt(exploration ln t / (2 N~)), t being
 * the number of slates so far; arms that were never shown come first. Shows the documents of the best arms, of equal
 * ones the best quality first, and the best documents where users look most. It learns from all users together.
 */
public final class PbmUcbAgent implements SlateAgent {

    private final double[] examination;
    private final double exploration;
    private final double[] clicks;
    private final double[] shown;
    private final double[] effective;
    private final Integer[] slotsByAttention;
    private double slates;

    /**
     * An agent that has seen nothing.
     *
     * @param clusters how many arms there are; positive
     * @param examination kappa, the probability that each slot is looked at, above 0 and at most 1; copied
     * @param exploration 1 plus the paper's epsilon; above 0
     */
    public PbmUcbAgent(int clusters, double[] examination, double exploration) {
        for (double probability : examination) {
            if (!(probability > 0 && probability <= 1)) {
                throw new IllegalArgumentException(
                        "examination is " + Arrays.toString(examination) + "; each must be above 0 and at most 1");
            }
        }
        if (!(exploration > 0)) {
            throw new IllegalArgumentException("exploration is " + exploration + "; it must be positive");
        }
        this.examination = examination.clone();
        this.exploration = exploration;
        this.clicks = new double[clusters];
        this.shown = new double[clusters];
        this.effective = new double[clusters];
        this.slotsByAttention = new Integer[examination.length];
        Arrays.setAll(slotsByAttention, slot -> slot);
        Arrays.sort(slotsByAttention, (a, b) -> Double.compare(examination[b], examination[a]));
    }

    @Override
    public String name() {
        return "pbm-ucb";
    }

    @Override
    public SlatePolicy policy(int lane, SlateContext context) {
        if (context.slateSize() != examination.length) {
            throw new IllegalArgumentException("slates have " + context.slateSize() + " slots; examination has "
                    + examination.length + " probabilities");
        }
        double[] indices = new double[clicks.length];
        Arrays.setAll(indices, this::index);
        Integer[] order = new Integer[context.candidates()];
        Arrays.setAll(order, candidate -> candidate);
        Arrays.sort(order, (a, b) -> {
            int byIndex = Double.compare(indices[context.cluster(b)], indices[context.cluster(a)]);
            return byIndex != 0 ? byIndex : Double.compare(context.quality(b), context.quality(a));
        });
        int[] slate = new int[examination.length];
        for (int rank = 0; rank < slate.length; rank++) {
            slate[slotsByAttention[rank]] = order[rank];
        }
        return SlatePolicy.certain(slate);
    }

    double index(int cluster) {
        double weight = effective[cluster];
        if (weight == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double bonus = Math.sqrt(exploration * Math.log(Math.max(1, slates)) / (2 * weight));
        return clicks[cluster] / weight + Math.sqrt(shown[cluster] / weight) * bonus;
    }

    @Override
    public void learn(int lane, SlateExperience experience) {
        slates++;
        for (int slot = 0; slot < experience.slate().length; slot++) {
            int cluster = experience.context().cluster(experience.slate()[slot]);
            shown[cluster]++;
            effective[cluster] += examination[slot];
            clicks[cluster] += experience.clicks()[slot] ? 1 : 0;
        }
    }
}
