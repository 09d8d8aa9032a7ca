package org.recarena.evaluation;

import org.recarena.evaluation.Ratios.Ratio;

/**
 * The difference between two policies that met the same users: index u is the same user, with the same random numbers,
 * in both arrays. What users have in common cancels, so that the error is smaller than that of two separate runs.
 */
public final class PairedDifference {

    private PairedDifference() {}

    /**
     * The mean over users of first − second, with Student's interval.
     *
     * @param first each user's value under the first policy; finite
     * @param second each user's value under the second policy; finite
     * @param level the confidence level, in (0, 1)
     * @return the difference; its clusters are the users
     */
    public static Estimate of(double[] first, double[] second, double level) {
        Checks.lengths("second", second.length, "first", first.length);
        if (first.length == 0) {
            throw new IllegalArgumentException("first is empty: there are no users");
        }
        Checks.finite("first", first);
        Checks.finite("second", second);
        double[] difference = new double[first.length];
        double[] one = new double[first.length];
        for (int u = 0; u < first.length; u++) {
            difference[u] = first[u] - second[u];
            one[u] = 1;
        }
        return Ratios.of(new Ratio(difference, one)).linearised(level);
    }

    /**
     * The first policy's clicks per recommendation minus the second's, over the same users, with the linearised error
     * of a difference of ratios. Unlike {@link #of} on rates per user, users with many recommendations weigh more, and
     * users without any are allowed.
     *
     * @param firstClicks each user's clicks under the first policy
     * @param firstRecommendations each user's recommendations under the first policy
     * @param secondClicks each user's clicks under the second policy
     * @param secondRecommendations each user's recommendations under the second policy
     * @param level the confidence level, in (0, 1)
     * @return the difference; its clusters are the users
     */
    public static Estimate ofRates(
            long[] firstClicks,
            long[] firstRecommendations,
            long[] secondClicks,
            long[] secondRecommendations,
            double level) {
        Checks.counts("firstClicks", firstClicks, "firstRecommendations", firstRecommendations);
        Checks.counts("secondClicks", secondClicks, "secondRecommendations", secondRecommendations);
        Checks.lengths("secondClicks", secondClicks.length, "firstClicks", firstClicks.length);
        if (firstClicks.length == 0) {
            throw new IllegalArgumentException("firstClicks is empty: there are no users");
        }
        double[] minusSecond = ClickThroughRate.toDoubles(secondClicks);
        for (int u = 0; u < minusSecond.length; u++) {
            minusSecond[u] = -minusSecond[u];
        }
        return Ratios.of(
                        new Ratio(
                                ClickThroughRate.toDoubles(firstClicks),
                                ClickThroughRate.toDoubles(firstRecommendations)),
                        new Ratio(minusSecond, ClickThroughRate.toDoubles(secondRecommendations)))
                .linearised(level);
    }
}
