package org.recarena.simulator.recogym;

import java.util.function.DoubleSupplier;
import org.recarena.simulator.random.RandomStream;
import org.recarena.simulator.random.StreamKeys;

/** The normal numbers phi of RecoGym-v0, one for each pair of a recommended and a last viewed product. Immutable. */
interface ClickNoise {

    /** The number for a pair. */
    double at(int recommended, int viewed);

    /** What none of them exceeds. */
    double maximum();

    /** A table drawn row by row, as the reference does. */
    static ClickNoise table(int products, double deviation, DoubleSupplier standardNormal) {
        double[] values = new double[products * products];
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < values.length; i++) {
            values[i] = deviation * standardNormal.getAsDouble();
            largest = Math.max(largest, values[i]);
        }
        double maximum = largest;
        return new ClickNoise() {
            @Override
            public double at(int recommended, int viewed) {
                return values[recommended * products + viewed];
            }

            @Override
            public double maximum() {
                return maximum;
            }
        };
    }

    /** Numbers computed from a hash of the pair when they are needed, so that no catalogue is too large. */
    static ClickNoise hashed(int products, double deviation, long key) {
        return new ClickNoise() {
            @Override
            public double at(int recommended, int viewed) {
                long pair = (long) recommended * products + viewed;
                // Allocated on the stack: it does not escape.
                RandomStream stream =
                        new RandomStream(StreamKeys.hash(key, 2 * pair), StreamKeys.hash(key, 2 * pair + 1));
                return deviation * stream.nextGaussian();
            }

            @Override
            public double maximum() {
                return Double.POSITIVE_INFINITY;
            }
        };
    }
}
