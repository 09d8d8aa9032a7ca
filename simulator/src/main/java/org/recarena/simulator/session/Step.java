package org.recarena.simulator.session;

import java.util.Arrays;
import org.recarena.simulator.engine.EpisodeStreams;
import org.recarena.simulator.engine.EpisodeStreams.Use;
import org.recarena.simulator.engine.Kernels;
import org.recarena.simulator.engine.Late;
import org.recarena.simulator.engine.PendingOutcomes;
import org.recarena.simulator.random.RandomStream;
import org.recarena.simulator.session.SessionReward.Term;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.stage.Impression;

/**
 * One step of one user, from the slate to the time of the next: the pipeline, and what the engine itself keeps of it.
 * One object serves all steps of a simulation. Not thread-safe.
 */
final class Step {

    final Impression shown;
    final Pipeline pipeline;
    /** The terms of the reward, before weights. */
    final double[] terms = new double[SessionReward.TERMS];

    private final SessionModel model;
    private final Late late = new Late();
    private boolean ended;
    private boolean left;
    private double gap;

    Step(SessionModel model, Kernels kernels, int slots) {
        this.model = model;
        this.shown = new Impression(slots);
        this.pipeline = new Pipeline(model, kernels, slots);
    }

    /**
     * Takes the step; {@code shown} has been turned to the user, and holds the slate.
     *
     * @param states where the user's numbers are, which are moved on
     * @param user where they begin
     */
    void take(double[] states, int user, EpisodeStreams streams, int lane) {
        pipeline.prepare(shown, states, user);
        pipeline.sample(shown, streams, lane);
        Arrays.fill(terms, 0);
        model.reward().measure(shown, model.items(), terms);
        ended = pipeline.commit(shown, streams, lane);
        gap = 0;
        left = false;
        if (ended) {
            endSession(streams, lane);
        }
        double hours = shown.hours + shown.value(model.behaviour().hoursPerStep()) + gap;
        purchases(hours);
        SessionLayout layout = model.layout();
        states[user + layout.hours()] = hours;
        states[user + layout.left()] = left ? 1 : 0;
        terms[Term.STAY.index] = ended ? 0 : 1;
        terms[Term.COME_BACK.index] = ended && !left ? 1 : 0;
        terms[Term.CHURN.index] = left ? 1 : 0;
    }

    /** Decides whether a user whose session ended comes back, and after how many hours. */
    private void endSession(EpisodeStreams streams, int lane) {
        RandomStream stream = streams.of(lane, Use.RETURN, shown.step);
        stream.nextDouble(); // The draw that ended the session.
        left = stream.nextDouble() >= shown.comeBack;
        gap = left ? 0 : shown.gap * -StrictMath.log1p(-stream.nextDouble());
    }

    private void purchases(double hours) {
        if (model.pending().isEmpty()) {
            for (int slot = 0; slot < shown.slots; slot++) {
                if (shown.bought[slot]) {
                    terms[Term.PURCHASE.index]++;
                    terms[Term.VALUE.index] += model.items().price(shown.items[slot]);
                }
            }
            return;
        }
        PendingOutcomes pending = model.pending().get();
        late.clear();
        for (int slot = 0; slot < shown.slots; slot++) {
            if (shown.bought[slot]) {
                int item = shown.items[slot];
                pending.add(shown, shown.delay[slot], item, model.items().price(item), late);
            }
        }
        pending.release(shown, hours, late);
        for (int i = 0; i < late.count(); i++) {
            terms[Term.PURCHASE.index]++;
            terms[Term.VALUE.index] += late.value(i);
        }
    }

    /** Appends a row to each signal. */
    void measure(Column[] signals) {
        Outcomes.put(shown, ended, gap, model.pending().isPresent(), late, signals);
    }
}
