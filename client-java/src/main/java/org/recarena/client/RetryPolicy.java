package org.recarena.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a call that got no answer is repeated. Repeating is safe: every reset and step carries its number, and the
 * server does each number once.
 *
 * @param attempts how often a call is made at most; 1 never repeats
 * @param firstPause how long to wait before the first repetition, doubled for each further one
 * @param longestPause the longest wait
 * @param callTimeout when a call without an answer is given up and repeated
 */
public record RetryPolicy(int attempts, Duration firstPause, Duration longestPause, Duration callTimeout) {

    /**
     * Eight attempts within about six seconds of pauses, and 30 seconds for each call.
     *
     * @return the default
     */
    public static RetryPolicy standard() {
        return new RetryPolicy(8, Duration.ofMillis(50), Duration.ofSeconds(2), Duration.ofSeconds(30));
    }

    /**
     * One attempt.
     *
     * @return no retries
     */
    public static RetryPolicy none() {
        return new RetryPolicy(1, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(30));
    }

    /** Before the attempt that follows a number of failed ones: exponential, with a jitter of a half. */
    long pauseMillis(int failed) {
        double pause = (double) firstPause.toMillis() * Math.pow(2, failed - 1.0);
        double capped = Math.min(pause, (double) longestPause.toMillis());
        return (long) (capped * ThreadLocalRandom.current().nextDouble(0.5, 1.0));
    }
}
