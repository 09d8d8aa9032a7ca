package org.recarena.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.recarena.client.agents.TrialReport;
import org.recarena.evaluation.ClickThroughRate;
import org.recarena.evaluation.PairedDifference;

/** Turns a trial into what the report shows. Stateless. */
final class Summary {

    /** Of all intervals in the report. */
    static final double LEVEL = 0.95;

    private static final int STRETCHES = 40;

    private Summary() {}

    static Outcome of(TrialReport report, TrialReport oracle) {
        double[] rewards = report.rewards();
        double[] recommendations = report.recommendations();
        return new Outcome(
                report.agent(),
                "Java",
                Arrays.stream(rewards).sum(),
                Arrays.stream(recommendations).sum(),
                ClickThroughRate.clustered(whole(rewards), whole(recommendations), LEVEL),
                PairedDifference.ofRates(
                        whole(oracle.rewards()),
                        whole(oracle.recommendations()),
                        whole(rewards),
                        whole(recommendations),
                        LEVEL),
                curve(report));
    }

    /** Clicks and recommendations are counted in doubles, and whole. */
    private static long[] whole(double[] counts) {
        return Arrays.stream(counts).mapToLong(Math::round).toArray();
    }

    /** The rate so far, after stretches of about as many recommendations each. */
    private static List<Outcome.CurvePoint> curve(TrialReport report) {
        double[] rewards = report.rewardsByStep();
        double[] recommendations = report.recommendationsByStep();
        double stretch = Arrays.stream(recommendations).sum() / STRETCHES;
        List<Outcome.CurvePoint> curve = new ArrayList<>();
        double total = 0;
        double inStretch = 0;
        double earned = 0;
        for (int step = 0; step < rewards.length; step++) {
            total += recommendations[step];
            inStretch += recommendations[step];
            earned += rewards[step];
            if (inStretch >= stretch || (step == rewards.length - 1 && inStretch >= stretch / 2)) {
                curve.add(new Outcome.CurvePoint(total, earned / total));
                inStretch = 0;
            }
        }
        return curve;
    }
}
