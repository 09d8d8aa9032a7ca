package org.recarena.evaluation;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Logged decisions of users of two types, with a known value of the target. Users of type 0 come back less often than
 * those of type 1, and each user clicks more or less than its type by a factor of its own, so that decisions of one
 * user depend on each other and the number of decisions goes with the clicks.
 */
final class SimulatedBandit {

    private static final double[] LOGGING = {0.4, 0.3, 0.2, 0.1};
    private static final double[][] TARGET = {{0.1, 0.1, 0.2, 0.6}, {0.6, 0.2, 0.1, 0.1}};
    private static final double[][] CLICK = {{0.1, 0.2, 0.3, 0.4}, {0.5, 0.3, 0.2, 0.1}};
    private static final double SPREAD = 0.6;

    /** (0.01 + 0.02 + 0.06 + 0.24, 0.30 + 0.06 + 0.02 + 0.01) / 2: every user makes as many decisions. */
    static final double VALUE_OF_EQUAL_SIZES = (0.33 + 0.39) / 2;

    /** Types 0 and 1 make 2 and 6 decisions on average. */
    static final double VALUE_OF_RANDOM_SIZES = (2 * 0.33 + 6 * 0.39) / 8;

    private SimulatedBandit() {}

    /** Draws decisions; with equal sizes every user makes three. The model is the right one. */
    static LoggedBandit draw(SplittableRandom random, int users, boolean equalSizes) {
        int capacity = users * 8;
        long[] cluster = new long[capacity];
        double[] reward = new double[capacity];
        double[] propensity = new double[capacity];
        double[] target = new double[capacity];
        double[] qLogged = new double[capacity];
        double[] qTarget = new double[capacity];
        int n = 0;
        for (int u = 0; u < users; u++) {
            int type = random.nextInt(2);
            int size = equalSizes ? 3 : type == 0 ? 1 + random.nextInt(3) : 4 + random.nextInt(5);
            double factor = random.nextBoolean() ? 1 + SPREAD : 1 - SPREAD;
            double expected = 0;
            for (int a = 0; a < 4; a++) {
                expected += TARGET[type][a] * CLICK[type][a];
            }
            for (int i = 0; i < size; i++) {
                int action = action(random);
                cluster[n] = 1000L + u;
                reward[n] = random.nextDouble() < factor * CLICK[type][action] ? 1 : 0;
                propensity[n] = LOGGING[action];
                target[n] = TARGET[type][action];
                qLogged[n] = CLICK[type][action];
                qTarget[n] = expected;
                n++;
            }
        }
        return new LoggedBandit(
                Arrays.copyOf(cluster, n),
                Arrays.copyOf(reward, n),
                Arrays.copyOf(propensity, n),
                Arrays.copyOf(target, n),
                Arrays.copyOf(qLogged, n),
                Arrays.copyOf(qTarget, n));
    }

    private static int action(SplittableRandom random) {
        double u = random.nextDouble();
        int action = 0;
        while (action < 3 && u >= LOGGING[action]) {
            u -= LOGGING[action];
            action++;
        }
        return action;
    }
}
