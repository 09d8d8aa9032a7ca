package org.recarena.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.recarena.client.agents.slate.SlateTrialReport;
import org.recarena.evaluation.ClusterBootstrap;
import org.recarena.evaluation.Estimate;
import org.recarena.evaluation.PairedDifference;

/**
 * How one agent for slates fared.
 *
 * @param agent its name
 * @param users how many it met
 * @param early the mean return of the first quarter of users
 * @param late that of the last quarter, when it has learned
 * @param gain what these brought more than the random agent had from them
 * @param slates a user of the last quarter was shown, on average
 * @param clickRate clicks a slate, of these
 * @param quality the mean quality of what these clicked, where it is told
 * @param curve the mean return by how many users came before in each lane
 */
record SlateOutcome(
        String agent,
        int users,
        Estimate early,
        Estimate late,
        Estimate gain,
        double slates,
        double clickRate,
        Optional<Estimate> quality,
        List<CurveChart.Point> curve) {

    private static final int RESAMPLES = 500;
    private static final int STRETCHES = 16;

    static SlateOutcome of(SlateTrialReport report, SlateTrialReport random) {
        int episodes = report.episodes();
        int quarter = Math.max(1, episodes / 4);
        IntPredicate isEarly = user -> user % episodes < quarter;
        IntPredicate isLate = user -> user % episodes >= episodes - quarter;
        double[] returns = select(report.returns(), isLate);
        double[] steps = select(report.steps(), isLate);
        double[] clicks = select(report.clicks(), isLate);
        return new SlateOutcome(
                report.agent(),
                report.returns().length,
                mean(select(report.returns(), isEarly)),
                mean(returns),
                PairedDifference.of(returns, select(random.returns(), isLate), Summary.LEVEL),
                Arrays.stream(steps).average().orElse(0),
                Arrays.stream(clicks).sum() / Arrays.stream(steps).sum(),
                report.tellsQuality()
                        ? Optional.of(ratio(select(report.clickedQualities(), isLate), clicks))
                        : Optional.empty(),
                curve(report));
    }

    private static double[] select(double[] values, IntPredicate users) {
        return IntStream.range(0, values.length)
                .filter(users)
                .mapToDouble(user -> values[user])
                .toArray();
    }

    private static Estimate mean(double[] values) {
        return PairedDifference.of(values, new double[values.length], Summary.LEVEL);
    }

    private static Estimate ratio(double[] numerators, double[] denominators) {
        return new ClusterBootstrap(1, RESAMPLES, ClusterBootstrap.Scheme.MULTINOMIAL)
                .ratio(LongStream.range(0, numerators.length).toArray(), numerators, denominators, Summary.LEVEL);
    }

    /** The mean return in stretches of so many users of every lane. */
    private static List<CurveChart.Point> curve(SlateTrialReport report) {
        double[] returns = report.returns();
        int episodes = report.episodes();
        int stretches = Math.min(STRETCHES, episodes);
        List<CurveChart.Point> curve = new ArrayList<>();
        for (int stretch = 0; stretch < stretches; stretch++) {
            int from = stretch * episodes / stretches;
            int to = (stretch + 1) * episodes / stretches;
            double mean = Arrays.stream(select(returns, user -> user % episodes >= from && user % episodes < to))
                    .average()
                    .orElse(0);
            curve.add(new CurveChart.Point((double) to * report.lanes(), mean));
        }
        return curve;
    }
}
