package org.recarena.evaluation;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Labels of watch time that do not favour long items: each time is compared with those of items about as long. The
 * records are sorted by duration and cut into buckets of equal size; records of equal duration stay together.
 */
public final class WatchTimeLabels {

    private WatchTimeLabels() {}

    /**
     * The quantile of each watch time within its bucket of durations.
     *
     * <p>Source: Zhan et al., "Deconfounding duration bias in watch-time prediction for video recommendation" (2022).
     *
     * @param watched the time spent on each record, in any unit; finite
     * @param durations the duration of each record's item, in any unit; finite
     * @param buckets how many buckets, at least 1; 10 to 60 are usual
     * @return for each record the share of its bucket that was watched less, plus half of that watched as long: between
     *     0 and 1, with mean 1/2 in every bucket
     */
    public static double[] durationQuantiles(double[] watched, double[] durations, int buckets) {
        double[] quantiles = new double[watched.length];
        for (Integer[] bucket : buckets(watched, durations, buckets)) {
            Arrays.sort(bucket, Comparator.comparingDouble(record -> watched[record]));
            int from = 0;
            while (from < bucket.length) {
                int to = from;
                while (to < bucket.length && watched[bucket[to]] == watched[bucket[from]]) {
                    to++;
                }
                for (int i = from; i < to; i++) {
                    quantiles[bucket[i]] = (from + to) / 2.0 / bucket.length;
                }
                from = to;
            }
        }
        return quantiles;
    }

    /**
     * The watch-time gain: how many standard deviations each watch time lies above the mean of its bucket of durations.
     *
     * <p>Source: Zheng et al., "DVR: micro-video recommendation optimizing watch-time-gain under duration bias" (2022).
     *
     * @param watched the time spent on each record, in any unit; finite
     * @param durations the duration of each record's item, in any unit; finite
     * @param buckets how many buckets, at least 1
     * @return for each record (watched - mean) / deviation of its bucket; 0 where all of a bucket are alike
     */
    public static double[] gains(double[] watched, double[] durations, int buckets) {
        double[] gains = new double[watched.length];
        for (Integer[] bucket : buckets(watched, durations, buckets)) {
            double mean = Arrays.stream(bucket)
                    .mapToDouble(record -> watched[record])
                    .average()
                    .orElse(0);
            double squares = Arrays.stream(bucket)
                    .mapToDouble(record -> (watched[record] - mean) * (watched[record] - mean))
                    .sum();
            double deviation = Math.sqrt(squares / bucket.length);
            for (int record : bucket) {
                gains[record] = deviation == 0 ? 0 : (watched[record] - mean) / deviation;
            }
        }
        return gains;
    }

    /** The records of each bucket; those that ties leave empty are left out. */
    private static Integer[][] buckets(double[] watched, double[] durations, int buckets) {
        Checks.lengths("durations", durations.length, "watched", watched.length);
        Checks.finite("watched", watched);
        Checks.finite("durations", durations);
        if (buckets < 1) {
            throw new IllegalArgumentException("buckets is " + buckets + ": not at least 1");
        }
        int count = durations.length;
        Integer[] order = new Integer[count];
        Arrays.setAll(order, record -> record);
        Arrays.sort(order, Comparator.comparingDouble(record -> durations[record]));
        Integer[][] parts = new Integer[buckets][];
        int used = 0;
        int from = 0;
        for (int bucket = 0; bucket < buckets; bucket++) {
            int to = Math.max(from, (int) ((bucket + 1L) * count / buckets));
            while (to > from && to < count && durations[order[to]] == durations[order[to - 1]]) {
                to++;
            }
            if (to > from) {
                parts[used++] = Arrays.copyOfRange(order, from, to);
            }
            from = to;
        }
        return Arrays.copyOf(parts, used);
    }
}
