package org.recarena.simulator.recsim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.recarena.simulator.Lanes;
import org.recarena.simulator.RewardModel;
import org.recarena.simulator.World;
import org.recarena.simulator.engine.Overlay;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.space.Spaces;
import org.recarena.simulator.space.TensorSpec;

/** A world of any environment of this package. */
final class RecSimWorld implements World {

    /** A generator of the reference, in bytes, measured roughly. */
    private static final int NUMPY_BYTES = 2600;

    private static final int DOCUMENT_BYTES = Integer.BYTES + Double.BYTES;
    /** Parameters and objects, roughly. */
    private static final int WORLD_BYTES = 20_000;

    private static final int LANE_BYTES = 112;
    private static final int USER_BYTES = 24;

    private final Problem problem;
    private final Overlay overlay;
    private final long seed;
    private final Spaces spaces;
    private final RewardModel reward;
    private final SlateRules rules;
    private final List<String> warnings;
    /** The candidates, where they stay the same. */
    private final @Nullable Corpus corpus;

    private final List<Column> constants;

    RecSimWorld(Problem problem, Overlay overlay, long seed, boolean firstSlotNeeded, List<String> warnings) {
        this.problem = problem;
        this.overlay = overlay;
        this.seed = seed;
        this.rules = new SlateRules(problem.settings(), firstSlotNeeded);
        this.spaces = RecSimSpaces.of(problem, overlay, rules);
        this.warnings = warnings;
        this.reward = new SlateReward(
                spaces.rewards(),
                problem.responses().indexOf(problem.rewarded()),
                problem.settings().slateSize());
        if (problem.settings().numpy()) {
            NumpyDraws.checkSeed(seed, problem.documentSeedOffset(), "seed");
        }
        this.corpus = problem.settings().resamples() ? null : drawCorpus();
        this.constants = corpus == null ? List.of() : columns(problem, corpus);
    }

    /** An estimate of what a world holds: little but its candidates, where they stay the same. */
    static long bytes(Problem problem) {
        if (problem.settings().resamples()) {
            return WORLD_BYTES;
        }
        long bytes = WORLD_BYTES + (long) DOCUMENT_BYTES * problem.settings().candidates();
        for (DocumentField field : RecSimSpaces.documentFields(problem)) {
            TensorSpec spec = RecSimSpaces.document(problem, field);
            bytes += (long) spec.elements() * spec.dataType().bytes();
        }
        return bytes;
    }

    private static List<Column> columns(Problem problem, Corpus corpus) {
        List<Column> columns = new ArrayList<>();
        for (DocumentField field : RecSimSpaces.documentFields(problem)) {
            Column column = new Column(RecSimSpaces.document(problem, field), 1);
            field.put(new FixedCandidates(corpus, problem.documents().firstId()), 0, 1, corpus.size(), column);
            columns.add(column);
        }
        return List.copyOf(columns);
    }

    private Corpus drawCorpus() {
        int size = problem.settings().candidates();
        if (!problem.settings().numpy()) {
            return Corpus.ofWorld(problem.documents(), size, seed);
        }
        Corpus drawn = new Corpus(size);
        drawn.draw(problem.documents(), problem.documents().firstId(), new NumpyDraws(documentSeed()));
        return drawn;
    }

    private long documentSeed() {
        return seed + problem.documentSeedOffset();
    }

    @Override
    public Spaces spaces() {
        return spaces;
    }

    @Override
    public void checkActions(int[] actions, int lanes) {
        rules.check(actions, lanes);
    }

    @Override
    public List<Column> constants() {
        return constants;
    }

    @Override
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public int maxEpisodeSteps() {
        return problem.settings().maxEpisodeSteps();
    }

    @Override
    public boolean deliversUnseenEpisodes() {
        return false;
    }

    @Override
    public RewardModel rewardModel() {
        return reward;
    }

    @Override
    public Map<String, Parameter> parameters() {
        Map<String, Parameter> parameters = new HashMap<>(problem.parameters());
        parameters.putAll(overlay.parameters());
        if (corpus != null) {
            double[] values = new double[corpus.size()];
            double[] clusters = new double[corpus.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = corpus.value(i);
                clusters[i] = corpus.cluster(i);
            }
            parameters.put("document_values", new Parameter(List.of(values.length), values));
            parameters.put("document_clusters", new Parameter(List.of(clusters.length), clusters));
        }
        return Map.copyOf(parameters);
    }

    @Override
    public long laneBytes(Set<String> observations) {
        Settings settings = problem.settings();
        long bytes = LANE_BYTES
                + settings.users() * (USER_BYTES + 8L * problem.users().stateSize());
        if (settings.numpy()) {
            bytes += (settings.users() + 1L) * NUMPY_BYTES;
            bytes += settings.resamples() ? NUMPY_BYTES + (long) DOCUMENT_BYTES * settings.candidates() : 0;
        }
        bytes += overlay.laneBytes();
        return bytes + LastResponses.laneBytes(problem, observations);
    }

    @Override
    public Lanes open(int count, Set<String> observations) {
        Settings settings = problem.settings();
        UserDraws users = settings.numpy()
                ? new NumpyUserDraws(problem.users(), count, settings.users(), settings.globalSeed())
                : new StreamUserDraws(count, settings.users());
        return new RecSimLanes(problem, overlay, rules, candidates(count), users, constants, count, observations);
    }

    private Candidates candidates(int lanes) {
        Settings settings = problem.settings();
        if (corpus != null) {
            return new FixedCandidates(corpus, problem.documents().firstId());
        }
        return settings.numpy()
                ? new NumpyCandidates(problem.documents(), settings.candidates(), lanes, documentSeed())
                : new StreamCandidates(problem.documents(), settings.candidates(), lanes);
    }
}
