package org.recarena.simulator.random;

/**
 * Normal numbers by the ziggurat method with 256 layers of equal area.
 *
 * <p>The density exp(-x^2/2), x &gt;= 0, is covered by 255 rectangles and a base strip that includes the tail beyond
 * {@link #TAIL}. A layer is drawn from 8 bits of an output; the other 54 bits give a signed position in it, accepted at
 * once where it lies under the next layer. Otherwise the wedge is tested against the density, or the tail is sampled.
 * Bits of layer and position are disjoint, which removes the correlation that Doornik found in the first version.
 *
 * <p>Tables, wedges and tail use only IEEE arithmetic, {@code sqrt} and {@link StrictMath}, so the numbers are the same
 * on every machine.
 *
 * <p>Sources: Marsaglia and Tsang, "The ziggurat method for generating random variables" (2000); Doornik, "An improved
 * ziggurat method to generate normal random samples" (2005).
 */
final class Ziggurat {

    private static final int LAYERS = 256;

    /** Where the tail begins: the value for which 256 equal layers close exactly at the top of the density. */
    static final double TAIL = 3.654152885361009;

    /** Positions are 54-bit signed integers; this scales them to (-1, 1). */
    private static final double POSITION_UNIT = 0x1.0p-53;

    /** Half-widths of the layers; the first belongs to the base strip, the last is zero. */
    static final double[] WIDTH = new double[LAYERS + 1];

    /** exp(-x^2/2) at each half-width. */
    static final double[] DENSITY = new double[LAYERS + 1];

    /** Width of a layer in units of a position. */
    private static final double[] SCALE = new double[LAYERS];

    /** Positions of smaller magnitude lie wholly under the density. */
    private static final long[] INSIDE = new long[LAYERS];

    static {
        double densityAtTail = StrictMath.exp(-0.5 * TAIL * TAIL);
        double area = TAIL * densityAtTail + tailArea(TAIL);
        WIDTH[0] = area / densityAtTail;
        WIDTH[1] = TAIL;
        for (int i = 2; i < LAYERS; i++) {
            double density = area / WIDTH[i - 1] + StrictMath.exp(-0.5 * WIDTH[i - 1] * WIDTH[i - 1]);
            WIDTH[i] = Math.sqrt(-2 * StrictMath.log(density));
        }
        WIDTH[LAYERS] = 0;
        for (int i = 0; i <= LAYERS; i++) {
            DENSITY[i] = StrictMath.exp(-0.5 * WIDTH[i] * WIDTH[i]);
        }
        for (int i = 0; i < LAYERS; i++) {
            SCALE[i] = WIDTH[i] * POSITION_UNIT;
            INSIDE[i] = (long) (WIDTH[i + 1] / WIDTH[i] / POSITION_UNIT);
        }
    }

    private Ziggurat() {}

    static double gaussian(RandomStream stream) {
        long bits = stream.next();
        int layer = (int) bits & (LAYERS - 1);
        long position = bits >> 10;
        if (Math.abs(position) < INSIDE[layer]) {
            return position * SCALE[layer];
        }
        return edge(stream, layer, position);
    }

    /** The rare case: a wedge, the tail, or another try. */
    private static double edge(RandomStream stream, int firstLayer, long firstPosition) {
        int layer = firstLayer;
        long position = firstPosition;
        while (true) {
            if (layer == 0) {
                double beyond = tail(stream);
                return position < 0 ? -beyond : beyond;
            }
            double x = position * SCALE[layer];
            double height = DENSITY[layer] + stream.nextDouble() * (DENSITY[layer + 1] - DENSITY[layer]);
            if (height < StrictMath.exp(-0.5 * x * x)) {
                return x;
            }
            long bits = stream.next();
            layer = (int) bits & (LAYERS - 1);
            position = bits >> 10;
            if (Math.abs(position) < INSIDE[layer]) {
                return position * SCALE[layer];
            }
        }
    }

    /** A half-normal number conditioned to exceed {@link #TAIL} (Marsaglia 1964). */
    private static double tail(RandomStream stream) {
        while (true) {
            double x = -StrictMath.log(1 - stream.nextDouble()) / TAIL;
            double y = -StrictMath.log(1 - stream.nextDouble());
            if (2 * y > x * x) {
                return TAIL + x;
            }
        }
    }

    /** The integral of exp(-x^2/2) from r to infinity, by Laplace's continued fraction. */
    private static double tailArea(double r) {
        double fraction = r;
        for (int n = 200; n > 0; n--) {
            fraction = r + n / fraction;
        }
        return StrictMath.exp(-0.5 * r * r) / fraction;
    }
}
