package org.recarena.simulator.engine;

import java.util.Arrays;
import org.recarena.simulator.engine.EpisodeStreams.Use;
import org.recarena.simulator.random.RandomStream;
import org.recarena.simulator.stage.Impression;
import org.recarena.simulator.stage.Kernel;

/**
 * The stages that are the same whatever the environment: lets the kernels of a world set an impression, and draws what
 * chance decides of it. What users choose and what follows from it is the environment's. Immutable and thread-safe.
 */
public final class Stages {

    private final Kernels kernels;

    /**
     * The stages with some kernels.
     *
     * @param kernels those that take part
     */
    public Stages(Kernels kernels) {
        this.kernels = kernels;
    }

    /**
     * Lets the kernels set all parameters up to the choice, and those of accidents.
     *
     * @param shown cleared, its slots filled, its appeal that without biases
     */
    public void prepare(Impression shown) {
        for (Kernel.Exposes kernel : kernels.exposes) {
            kernel.expose(shown);
        }
        for (Kernel.Examines kernel : kernels.examines) {
            kernel.examine(shown);
        }
        for (int slot = 0; slot < shown.slots; slot++) {
            if (shown.overlooked[slot] != 1) {
                shown.examination[slot] = 1 - (1 - shown.examination[slot]) * shown.overlooked[slot];
            }
        }
        for (Kernel.Attracts kernel : kernels.attracts) {
            kernel.attract(shown);
        }
        for (Kernel.Perceives kernel : kernels.perceives) {
            kernel.perceive(shown);
        }
        for (Kernel.Disturbs kernel : kernels.disturbs) {
            kernel.disturb(shown);
        }
    }

    /**
     * Draws which slots are rendered, and which of them would be looked at.
     *
     * @param shown prepared; {@link Impression#exposed} is set
     * @param streams where from
     * @param lane the lane
     * @param attentive receives whether each slot is rendered and would be looked at
     */
    public void look(Impression shown, EpisodeStreams streams, int lane, boolean[] attentive) {
        draw(streams, lane, Use.EXPOSURE, shown.step, shown.exposure, shown.exposed);
        draw(streams, lane, Use.EXAMINATION, shown.step, shown.examination, attentive);
        for (int slot = 0; slot < shown.slots; slot++) {
            attentive[slot] &= shown.exposed[slot];
        }
    }

    /** Where nothing is left to chance nothing is drawn, which changes no other draw. */
    private static void draw(
            EpisodeStreams streams, int lane, Use use, int step, double[] probabilities, boolean[] out) {
        boolean certain = true;
        for (double probability : probabilities) {
            certain &= probability >= 1;
        }
        if (certain) {
            Arrays.fill(out, true);
            return;
        }
        RandomStream stream = streams.of(lane, use, step);
        for (int slot = 0; slot < out.length; slot++) {
            out[slot] = stream.nextDouble() < probabilities[slot];
        }
    }

    /**
     * Draws which clicks are recorded: those that were meant and are not lost, and those that were not meant.
     *
     * @param shown with {@link Impression#chosen} set; {@link Impression#clicked} is set
     * @param streams where from
     * @param lane the lane
     */
    public void record(Impression shown, EpisodeStreams streams, int lane) {
        if (kernels.disturbs.length == 0) {
            System.arraycopy(shown.chosen, 0, shown.clicked, 0, shown.slots);
            return;
        }
        RandomStream stream = streams.of(lane, Use.NOISE, shown.step);
        for (int slot = 0; slot < shown.slots; slot++) {
            double lost = stream.nextDouble();
            double spurious = stream.nextDouble();
            shown.clicked[slot] =
                    shown.chosen[slot] ? lost >= shown.lost : shown.exposed[slot] && spurious < shown.spurious[slot];
        }
    }

    /**
     * Turns the probability that each slot is chosen into the probability that a click on it is recorded.
     *
     * @param shown prepared
     * @param probabilities of choices; receives those of recorded clicks
     */
    public void record(Impression shown, double[] probabilities) {
        for (int slot = 0; slot < shown.slots; slot++) {
            double spurious = shown.exposure[slot] * shown.spurious[slot];
            // A slot that is not rendered is not chosen either: P(spurious) = P(rendered and not chosen) * rate.
            double notChosen = shown.exposure[slot] - probabilities[slot];
            probabilities[slot] =
                    (1 - shown.lost) * probabilities[slot] + (spurious == 0 ? 0 : shown.spurious[slot] * notChosen);
        }
    }

    /**
     * Whether outcomes become visible later.
     *
     * @return true where a kernel delays
     */
    public boolean hasDelays() {
        return kernels.delays.length > 0;
    }

    /**
     * How long it takes until what came of a slot becomes visible.
     *
     * @param shown sampled
     * @param slot the slot
     * @param streams where from
     * @param lane the lane
     * @return hours; infinite for never
     */
    public double delay(Impression shown, int slot, EpisodeStreams streams, int lane) {
        double hours = 0;
        for (int i = 0; i < kernels.delays.length; i++) {
            RandomStream stream = streams.ofKernel(lane, kernels.delaysWords[i], shown.step, slot);
            hours += kernels.delays[i].delay(shown, slot, stream);
        }
        return hours;
    }

    /**
     * Begins a user: the kernels' part.
     *
     * @param who an impression whose state is the user's
     * @param streams where from
     * @param lane the lane
     */
    public void arrive(Impression who, EpisodeStreams streams, int lane) {
        for (int i = 0; i < kernels.arrives.length; i++) {
            kernels.arrives[i].arrive(who, streams.ofArrival(lane, kernels.arrivesWords[i]));
        }
    }

    /**
     * Moves on what the kernels remember.
     *
     * @param shown sampled
     * @param streams where from
     * @param lane the lane
     */
    public void remember(Impression shown, EpisodeStreams streams, int lane) {
        for (int i = 0; i < kernels.remembers.length; i++) {
            RandomStream stream = streams.ofKernel(lane, kernels.remembersWords[i], shown.step);
            kernels.remembers[i].update(shown, stream);
        }
    }
}
