package org.recarena.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.recarena.client.agents.TrialReport;
import org.recarena.evaluation.ClusteredRatio;

/** Turns a trial into what the report shows. Stateless. */
final class Summary {

    private static final int STRETCHES = 24;

    private Summary() {}

    static Outcome of(TrialReport report, TrialReport oracle) {
        double[] rewards = report.rewards();
        double[] recommendations = report.recommendations();
        return new Outcome(
                report.agent(),
                "Java",
                Arrays.stream(rewards).sum(),
                Arrays.stream(recommendations).sum(),
                ClusteredRatio.of(rewards, recommendations),
                ClusteredRatio.difference(oracle.rewards(), oracle.recommendations(), rewards, recommendations),
                curve(report));
    }

    /** The rate in stretches of about as many recommendations each. */
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
                curve.add(new Outcome.CurvePoint(total, earned / inStretch));
                inStretch = 0;
                earned = 0;
            }
        }
        return curve;
    }
}
