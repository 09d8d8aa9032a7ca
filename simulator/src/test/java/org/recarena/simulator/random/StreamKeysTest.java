package org.recarena.simulator.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class StreamKeysTest {

    private static final long[] ORIGIN = {42, 5, 9, 2};

    private static long[] state(long... key) {
        RandomStream stream = new RandomStream();
        StreamKeys.seed(stream, key[0], key[1], key[2], key[3]);
        return new long[] {stream.state0(), stream.state1()};
    }

    /** Every input bit flips every output bit about half of the time. */
    @Test
    void hasFullAvalanche() {
        int trials = 400;
        for (int word = 0; word < 4; word++) {
            for (int bit = 0; bit < 64; bit++) {
                int[] flips = new int[128];
                for (int trial = 0; trial < trials; trial++) {
                    long[] key = ORIGIN.clone();
                    key[(word + 1) % 4] += trial;
                    long[] before = state(key);
                    key[word] ^= 1L << bit;
                    long[] after = state(key);
                    for (int out = 0; out < 128; out++) {
                        flips[out] += (int) ((before[out / 64] ^ after[out / 64]) >>> (out % 64)) & 1;
                    }
                }
                for (int out = 0; out < 128; out++) {
                    assertThat(flips[out])
                            .as("word %d bit %d -> bit %d", word, bit, out)
                            .isBetween(trials / 2 - 65, trials / 2 + 65);
                }
            }
        }
    }

    @Test
    void doesNotCollideOnAGrid() {
        long[] first = new long[20 * 41 * 40 * 20];
        long[] second = new long[first.length];
        int n = 0;
        for (long seed = 0; seed < 20; seed++) {
            for (long lane = -1; lane < 40; lane++) {
                for (long episode = 0; episode < 40; episode++) {
                    for (long purpose = 0; purpose < 20; purpose++) {
                        long[] state = state(seed, lane, episode, purpose);
                        first[n] = state[0];
                        second[n++] = state[1];
                    }
                }
            }
        }
        assertDistinct(first);
        assertDistinct(second);
    }

    private static void assertDistinct(long[] values) {
        Arrays.sort(values);
        for (int i = 1; i < values.length; i++) {
            assertThat(values[i]).isNotEqualTo(values[i - 1]);
        }
    }

    /** First outputs over neighbouring lanes, and over neighbouring episodes, are uncorrelated and uniform. */
    @Test
    void neighboursAreIndependent() {
        int n = 200_000;
        for (int word = 0; word < 4; word++) {
            RandomStream stream = new RandomStream();
            double sum = 0;
            double lagged = 0;
            double previous = 0;
            for (int i = 0; i < n; i++) {
                long[] key = ORIGIN.clone();
                key[word] += i;
                StreamKeys.seed(stream, key[0], key[1], key[2], key[3]);
                double centred = (stream.nextDouble() - 0.5) * Math.sqrt(12);
                sum += centred;
                lagged += centred * previous;
                previous = centred;
            }
            assertThat(sum / Math.sqrt(n)).as("word " + word).isEqualTo(0, Offset.offset(4.5));
            assertThat(lagged / Math.sqrt(n)).as("word " + word).isEqualTo(0, Offset.offset(4.5));
        }
    }

    @Test
    void hashSpreadsNeighbours() {
        long[] values = new long[100_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = StreamKeys.hash(17, i) >>> 16;
        }
        assertDistinct(values);
    }
}
