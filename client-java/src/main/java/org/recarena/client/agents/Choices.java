package org.recarena.client.agents;

import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;

/** Distributions over items. Stateless. */
final class Choices {

    private Choices() {}

    /** The same probability for every item. */
    static void uniform(double[] out) {
        Arrays.fill(out, 1.0 / out.length);
    }

    /** Weights divided by their sum; uniform where all are 0. */
    static void normalise(double[] out) {
        double sum = 0;
        for (double weight : out) {
            sum += weight;
        }
        if (sum > 0) {
            for (int i = 0; i < out.length; i++) {
                out[i] /= sum;
            }
        } else {
            uniform(out);
        }
    }

    /** Scores replaced by the distribution that takes one of the best, each of them equally likely. */
    static void greedy(double[] scores) {
        double best = Double.NEGATIVE_INFINITY;
        int ties = 0;
        for (double score : scores) {
            if (score > best) {
                best = score;
                ties = 1;
            } else if (score == best) {
                ties++;
            }
        }
        for (int i = 0; i < scores.length; i++) {
            scores[i] = scores[i] == best ? 1.0 / ties : 0;
        }
    }

    /** Draws an item; rounding never leads to one of probability 0. */
    static int draw(double[] probabilities, UniformRandomProvider random) {
        double left = random.nextDouble();
        int last = 0;
        for (int item = 0; item < probabilities.length; item++) {
            if (probabilities[item] > 0) {
                last = item;
                left -= probabilities[item];
                if (left < 0) {
                    return item;
                }
            }
        }
        return last;
    }
}
