package org.recarena.simulator.bias;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.config.Range;
import org.recarena.simulator.math.Exponential;
import org.recarena.simulator.stage.Impression;
import org.recarena.simulator.stage.Kernel;
import org.recarena.simulator.stage.Setup;
import org.recarena.simulator.stage.Stage;

/** B22: cohorts of users differ in more than taste. */
public final class CohortBias extends PublishedBias {

    /** The bias; it has no state. */
    public CohortBias() {
        super(
                "cohorts",
                "Cohorts",
                Set.of(Stage.EXAMINATION, Stage.ATTRACTION, Stage.SATISFACTION, Stage.FEEDBACK, Stage.RETURN),
                "Users of cohort c, numbered from 0 as in users.cohort_shares, are attracted by appeal[c] more, "
                        + "satisfied by satisfaction[c] more, leave by leave[c] more, in logits, and look at rank k "
                        + "with a further factor k^-attention[c]. They give a rating of r stars exp(-reticence[c] * "
                        + "max(0, 4 - r)) times as often, and stay away exp(absence[c]) times as long. Cohorts beyond "
                        + "the end of a list have 0.",
                "Ekstrand et al., Fairness in information access systems (2022)",
                List.of(
                        Parameter.numbers(
                                        "appeal", List.of(), Range.closed(-50, 50), "What each cohort adds to appeal.")
                                .withUnit("logits"),
                        Parameter.numbers(
                                        "satisfaction",
                                        List.of(),
                                        Range.closed(-50, 50),
                                        "What each cohort adds to satisfaction.")
                                .withUnit("logits"),
                        Parameter.numbers(
                                        "leave", List.of(), Range.closed(-50, 50), "What each cohort adds to leaving.")
                                .withUnit("logits"),
                        Parameter.numbers(
                                "attention",
                                List.of(),
                                Range.closed(0, 10),
                                "The exponent of each cohort's own position bias."),
                        Parameter.numbers(
                                "reticence",
                                List.of(),
                                Range.closed(0, 50),
                                "How much less likely each cohort gives a rating for each star below 4: -log(alpha)."),
                        Parameter.numbers(
                                "absence",
                                List.of(),
                                Range.closed(-10, 10),
                                "The logarithm of how much longer each cohort stays away.")));
    }

    @Override
    public Map<String, Map<String, Object>> presets() {
        return Map.of("second-served-worse", Map.of("appeal", List.of(0.0, -0.5), "leave", List.of(0.0, 0.5)));
    }

    @Override
    public Optional<Kernel> kernel(Setup setup) {
        double[] appeal = setup.numbers("appeal");
        double[] satisfaction = setup.numbers("satisfaction");
        double[] leave = setup.numbers("leave");
        double[] attention = setup.numbers("attention");
        double[] reticence = setup.numbers("reticence");
        double[] absence = setup.numbers("absence");
        return Stream.of(appeal, satisfaction, leave, attention, reticence, absence)
                        .allMatch(CohortBias::isZero)
                ? Optional.empty()
                : Optional.of(new Cohort(appeal, satisfaction, leave, attention, reticence, absence, setup.cohort()));
    }

    private static boolean isZero(double[] numbers) {
        for (double number : numbers) {
            if (number != 0) {
                return false;
            }
        }
        return true;
    }

    /** Adds what a cohort has. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Cohort(
            double[] appeal,
            double[] satisfaction,
            double[] leave,
            double[] attention,
            double[] reticence,
            double[] absence,
            int cohort)
            implements Kernel.Examines, Kernel.Attracts, Kernel.Satisfies, Kernel.Reports, Kernel.Leaves {

        private double of(Impression shown, double[] numbers) {
            int index = (int) shown.state(cohort);
            return index < numbers.length ? numbers[index] : 0;
        }

        @Override
        public void examine(Impression shown) {
            double exponent = of(shown, attention);
            for (int slot = 1; slot < shown.slots && exponent != 0; slot++) {
                shown.examination[slot] *= StrictMath.pow(slot + 1, -exponent);
            }
        }

        @Override
        public void attract(Impression shown) {
            double shift = of(shown, appeal);
            for (int slot = 0; slot < shown.slots; slot++) {
                shown.appeal[slot] += shift;
            }
        }

        @Override
        public void satisfy(Impression shown) {
            double shift = of(shown, satisfaction);
            for (int slot = 0; slot < shown.slots; slot++) {
                shown.satisfaction[slot] += shift;
            }
        }

        @Override
        public void leave(Impression shown) {
            shown.leave += of(shown, leave);
            double longer = of(shown, absence);
            if (longer != 0) {
                shown.gap *= Exponential.exp(longer);
            }
        }

        @Override
        public double reported(Impression shown, int slot, double rating) {
            double missing = Math.max(0, 4 - rating);
            return missing == 0 ? 1 : Exponential.exp(-of(shown, reticence) * missing);
        }
    }
}
