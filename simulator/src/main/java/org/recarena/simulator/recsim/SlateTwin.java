package org.recarena.simulator.recsim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.recarena.simulator.Twin;
import org.recarena.simulator.engine.Overlay;
import org.recarena.simulator.engine.OverlayLanes;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.space.TensorSpec;
import org.recarena.simulator.stage.Impression;

/** A step that is not taken: on copies of the user and of what biases remember. Off the hot path; not thread-safe. */
final class SlateTwin {

    /** How often a step is played to estimate an expected reward that has no closed form. */
    private static final int SAMPLES = 1024;

    private final Problem problem;
    private final OverlayLanes stages;
    private final LaneStages step;
    private final SlateOdds odds;
    private final double[] user;

    /**
     * A twin of a lane's next step.
     *
     * @param all the stages that are on
     * @param without the biases to leave out
     * @param user a copy of the user's state
     */
    SlateTwin(Problem problem, OverlayLanes all, Set<String> without, double[] user) {
        this.problem = problem;
        this.stages = all.as(all.overlay().without(without), problem.settings().slateSize());
        this.step = new LaneStages(problem, stages);
        this.odds = new SlateOdds(problem.users(), stages);
        this.user = user;
    }

    /**
     * Takes the step.
     *
     * @param lane the lane
     * @param slate holds the documents
     * @param draws what the user's response is drawn from, by how many steps it lies ahead
     * @param signals their specifications
     */
    Twin take(int lane, Slate slate, IntFunction<Draws> draws, List<TensorSpec> signals) {
        show(lane, slate, 0);
        double[] chosen = odds.chosen(user, 0, step.slate);
        double[] recorded = odds.recorded(chosen);
        double[] truths = truths(stages.shown());
        double[] expected = {expected(chosen, recorded)};
        double[] errors = {0};
        if (stages.overlay().changesReward()) {
            estimate(lane, slate, draws, expected, errors);
        }
        double reward = play(lane, slate, draws, 0);
        Column[] columns = signals.stream().map(spec -> new Column(spec, 1)).toArray(Column[]::new);
        List<ResponseField> fields = problem.responses();
        byte[] clicks = new byte[recorded.length];
        for (int slot = 0; slot < clicks.length; slot++) {
            clicks[slot] = (byte) (stages.shown().clicked[slot] ? 1 : 0);
            for (int f = 0; f < fields.size(); f++) {
                fields.get(f).put(columns[f], step.seen(f, slot));
            }
        }
        step.putLate(columns);
        return new Twin(
                recorded, expected, errors, clicks, new double[] {reward}, List.of(columns), truthNames(), truths);
    }

    private void show(int lane, Slate slate, int ahead) {
        stages.turnToCopy(lane, ahead);
        step.slate.clear();
        for (int slot = 0; slot < slate.size; slot++) {
            step.slate.add(slate.clusters[slot], slate.values[slot]);
        }
        step.look(lane);
    }

    private double play(int lane, Slate slate, IntFunction<Draws> draws, int ahead) {
        show(lane, slate, ahead);
        problem.users().respond(user.clone(), 0, step.slate, draws.apply(ahead));
        return step.settle(lane);
    }

    /** The mean of the environment's own reward. */
    private double expected(double[] chosen, double[] recorded) {
        if (problem.rewarded() == ResponseField.CLICK) {
            return Arrays.stream(recorded).sum();
        }
        double sum = 0;
        for (int slot = 0; slot < step.slate.size; slot++) {
            double amount = problem.users().expectedAmount(user, 0, step.slate, slot);
            sum += chosen[slot] * (1 - stages.shown().lost) * amount;
        }
        return sum;
    }

    private void estimate(int lane, Slate slate, IntFunction<Draws> draws, double[] expected, double[] errors) {
        double sum = 0;
        double squares = 0;
        for (int sample = 0; sample < SAMPLES; sample++) {
            double reward = play(lane, slate, draws, OverlayLanes.SAMPLED_FROM + sample);
            sum += reward;
            squares += reward * reward;
        }
        double mean = sum / SAMPLES;
        double variance = Math.max(0, squares / SAMPLES - mean * mean) * SAMPLES / (SAMPLES - 1);
        expected[0] = mean;
        errors[0] = Math.sqrt(variance / SAMPLES);
    }

    private List<String> truthNames() {
        List<String> names = new ArrayList<>(List.of("exposure", "examination", "appeal_shift"));
        names.addAll(stages.overlay().kernels().truthNames());
        return List.copyOf(names);
    }

    /** What is true of each slot: {@code slots x names}. */
    private double[] truths(Impression shown) {
        Overlay overlay = stages.overlay();
        double[] said = overlay.kernels().truths(shown);
        int saidWidth = overlay.kernels().truthNames().size();
        int width = 3 + saidWidth;
        double[] truths = new double[shown.slots * width];
        for (int slot = 0; slot < shown.slots; slot++) {
            truths[slot * width] = shown.exposure[slot];
            truths[slot * width + 1] = shown.examination[slot];
            truths[slot * width + 2] = shown.appeal[slot];
            System.arraycopy(said, slot * saidWidth, truths, slot * width + 3, saidWidth);
        }
        return truths;
    }
}
