package org.recarena.simulator.session;

import java.util.List;
import java.util.Set;
import org.recarena.simulator.Twin;
import org.recarena.simulator.engine.EpisodeStreams;
import org.recarena.simulator.engine.Kernels;
import org.recarena.simulator.session.SessionReward.Term;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.stage.Impression;

/** A step that is not taken: on a copy of the user, from the same streams. Off the hot path; not thread-safe. */
final class TwinStep {

    /** How often a step is played to estimate an expected reward that has no closed form. */
    private static final int SAMPLES = 1024;
    /** Steps that no episode reaches: from here on their streams serve the estimate. */
    private static final int SAMPLED_FROM = 1 << 30;

    private final SessionModel model;
    private final EpisodeStreams streams;
    private final int lane;
    private final Step step;

    /** Gives an impression a copy of a lane's user, and returns the copy. */
    interface User {
        double[] copyTo(Impression impression, int lane);
    }

    TwinStep(SessionModel model, Kernels kernels, EpisodeStreams streams, int lane) {
        this.model = model;
        this.streams = streams;
        this.lane = lane;
        this.step = new Step(model, kernels, model.slots());
    }

    Twin take(User user, int[] items) {
        Impression shown = step.shown;
        System.arraycopy(items, 0, shown.items, 0, items.length);
        double[] row = user.copyTo(shown, lane);
        int at = model.layout().laneSize();
        step.pipeline.prepare(shown, row, at);
        step.pipeline.appraise(shown);
        double[] probabilities = new double[shown.slots];
        step.pipeline.clickProbabilities(shown, probabilities);
        double[] expectedTerms = new double[SessionReward.TERMS];
        Expectation expectation = new Expectation(model, step.pipeline);
        expectation.of(shown, expectedTerms);
        double[] truths = step.pipeline.truths(shown);
        int components = model.reward().names().size();
        double[] expected = new double[components];
        double[] errors = new double[components];
        model.reward().write(expectedTerms, expected, 0);
        estimate(user, expectation.exact(), expected, errors);
        double[] rewards = new double[components];
        row = user.copyTo(shown, lane);
        step.take(row, at, streams, lane);
        model.reward().write(step.terms, rewards, 0);
        byte[] clicks = new byte[shown.slots];
        for (int slot = 0; slot < clicks.length; slot++) {
            clicks[slot] = (byte) (shown.clicked[slot] ? 1 : 0);
        }
        return new Twin(
                probabilities, expected, errors, clicks, rewards, signals(), step.pipeline.truthNames(), truths);
    }

    private List<Column> signals() {
        Column[] columns = Outcomes.specs(model.slots(), model.pending().isPresent(), model.grid()).stream()
                .map(spec -> new Column(spec, 1))
                .toArray(Column[]::new);
        step.measure(columns);
        return List.of(columns);
    }

    /** Replaces the components that hold a term without a closed form by averages over samples, with their errors. */
    private void estimate(User user, Set<Term> exact, double[] expected, double[] errors) {
        boolean[] inexact = model.reward().componentsBeyond(exact);
        boolean any = false;
        for (boolean component : inexact) {
            any |= component;
        }
        if (!any) {
            return;
        }
        double[] sum = new double[expected.length];
        double[] squares = new double[expected.length];
        double[] rewards = new double[expected.length];
        for (int sample = 0; sample < SAMPLES; sample++) {
            double[] row = user.copyTo(step.shown, lane);
            step.shown.step = SAMPLED_FROM + sample;
            step.take(row, model.layout().laneSize(), streams, lane);
            model.reward().write(step.terms, rewards, 0);
            for (int i = 0; i < rewards.length; i++) {
                sum[i] += rewards[i];
                squares[i] += rewards[i] * rewards[i];
            }
        }
        for (int i = 0; i < expected.length; i++) {
            if (inexact[i]) {
                double mean = sum[i] / SAMPLES;
                double variance = Math.max(0, squares[i] / SAMPLES - mean * mean) * SAMPLES / (SAMPLES - 1);
                expected[i] = mean;
                errors[i] = Math.sqrt(variance / SAMPLES);
            }
        }
    }
}
