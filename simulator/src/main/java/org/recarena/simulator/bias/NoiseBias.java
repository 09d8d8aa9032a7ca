package org.recarena.simulator.bias;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.config.Range;
import org.recarena.simulator.math.Exponential;
import org.recarena.simulator.random.RandomStream;
import org.recarena.simulator.stage.Impression;
import org.recarena.simulator.stage.Kernel;
import org.recarena.simulator.stage.Knob;
import org.recarena.simulator.stage.Setup;
import org.recarena.simulator.stage.Stage;

/** B19: what is recorded is not what was meant. */
public final class NoiseBias extends PublishedBias {

    /** The bias; it has no state. */
    public NoiseBias() {
        super(
                "noise",
                "Noise",
                Set.of(Stage.FEEDBACK, Stage.STATE, Stage.NOISE),
                "A slot that is rendered and not chosen is recorded as clicked with probability misclick * "
                        + "exp(-misclick_decay (k - 1)); a click that was meant is lost with probability lost. So "
                        + "P(recorded) = (1 - lost) p + misclick (1 - p). After a step a burst begins with "
                        + "probability burst, in which every click is lost, and ends after each with probability 1 / "
                        + "burst_steps. A rating has normal noise of deviation rating added before it is rounded.",
                "Natarajan et al., Learning with noisy labels (2013); Wang et al., Denoising implicit "
                        + "feedback for recommendation (2021)",
                List.of(
                        Parameter.number(
                                "misclick",
                                0,
                                Range.closed(0, 1),
                                "The probability of a click that was not meant on the first slot."),
                        Parameter.number(
                                "misclick_decay",
                                0,
                                Range.closed(-5, 5),
                                "How it falls with the rank; negative where fingers slip at the bottom."),
                        Parameter.number(
                                "lost", 0, Range.closed(0, 1), "The probability that a click is not recorded."),
                        Parameter.number(
                                "burst", 0, Range.closed(0, 1), "The probability that a burst of loss begins."),
                        Parameter.number("burst_steps", 5, Range.atLeast(1), "How long it lasts on average.")
                                .withUnit("steps"),
                        Parameter.number(
                                        "rating",
                                        0,
                                        Range.atLeast(0),
                                        "The standard deviation of the noise in ratings.")
                                .withUnit("stars")));
    }

    @Override
    public Map<String, Map<String, Object>> presets() {
        return Map.of("mild", Map.of("misclick", 0.01), "heavy", Map.of("misclick", 0.05, "lost", 0.1, "rating", 0.5));
    }

    @Override
    public Optional<Kernel> kernel(Setup setup) {
        boolean bursts = !setup.allAre(0, "burst");
        if (!bursts && setup.allAre(0, "misclick", "lost", "rating")) {
            return Optional.empty();
        }
        Noise noise = new Noise(
                setup.number("misclick"), setup.number("misclick_decay"), setup.number("lost"), setup.number("rating"));
        return Optional.of(
                bursts
                        ? new Bursts(noise, setup.number("burst"), setup.number("burst_steps"), setup.reserve(1))
                        : noise);
    }

    /** Raises the probabilities of accidents. */
    private record Noise(Knob misclick, Knob decay, Knob lost, Knob rating) implements Kernel.Disturbs, Kernel.Rates {

        private double slip(Impression shown, int slot) {
            return Math.min(1, shown.value(misclick) * Exponential.exp(-shown.value(decay) * slot));
        }

        @Override
        public void disturb(Impression shown) {
            shown.lost = 1 - (1 - shown.lost) * (1 - shown.value(lost));
            for (int slot = 0; slot < shown.slots; slot++) {
                shown.spurious[slot] = 1 - (1 - shown.spurious[slot]) * (1 - slip(shown, slot));
            }
        }

        @Override
        public Phase phase() {
            return Phase.NOISE;
        }

        @Override
        public void rate(Impression shown) {
            double deviation = shown.value(rating);
            shown.ratingVariance += deviation * deviation;
        }

        @Override
        public List<String> truthNames() {
            return List.of("misclick");
        }

        @Override
        public void truth(Impression shown, int slot, double[] out) {
            out[0] = slip(shown, slot);
        }
    }

    /** The same, with bursts in which every click is lost; the state is 1 within one. */
    private record Bursts(Noise noise, Knob burst, Knob burstSteps, int within)
            implements Kernel.Disturbs, Kernel.Rates, Kernel.Remembers {

        @Override
        public void disturb(Impression shown) {
            noise.disturb(shown);
            if (shown.state(within) != 0) {
                shown.lost = 1;
            }
        }

        @Override
        public void update(Impression shown, RandomStream stream) {
            double uniform = stream.nextDouble();
            boolean goesOn = uniform * shown.value(burstSteps) >= 1;
            boolean begins = uniform < shown.value(burst);
            shown.state(within, (shown.state(within) != 0 ? goesOn : begins) ? 1 : 0);
        }

        @Override
        public Phase phase() {
            return noise.phase();
        }

        @Override
        public void rate(Impression shown) {
            noise.rate(shown);
        }

        @Override
        public List<String> truthNames() {
            return noise.truthNames();
        }

        @Override
        public void truth(Impression shown, int slot, double[] out) {
            noise.truth(shown, slot, out);
        }
    }
}
