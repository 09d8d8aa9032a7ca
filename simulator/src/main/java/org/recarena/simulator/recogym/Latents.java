package org.recarena.simulator.recogym;

import java.util.function.DoubleSupplier;
import org.recarena.simulator.choice.ClickLink;

/**
 * The latent product parameters of RecoGym-v1. Immutable by convention: the arrays are shared and never written.
 *
 * @param products how many products, P
 * @param factors the length of a vector, K
 * @param gamma vectors for organic browsing, P x K, row-major
 * @param muOrganic popularity offsets for organic browsing, P
 * @param beta vectors for clicks, P x K, row-major
 * @param muBandit offsets for clicks, P
 * @param flips for each product the one whose parameters it takes over for clicks
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
record Latents(
        int products, int factors, double[] gamma, double[] muOrganic, double[] beta, double[] muBandit, int[] flips) {

    /** Draws gamma row by row, then the offsets, in the order of the reference, and derives the rest. */
    static Latents draw(RecoGymConfig config, DoubleSupplier standardNormal) {
        double[] gamma = new double[config.products() * config.factors()];
        double[] muOrganic = new double[config.products()];
        for (int i = 0; i < gamma.length; i++) {
            gamma[i] = standardNormal.getAsDouble();
        }
        for (int p = 0; p < muOrganic.length; p++) {
            muOrganic[p] = config.sigmaMuOrganic() * standardNormal.getAsDouble();
        }
        return derive(gamma, muOrganic, config.factors(), config.flips(), config.normalizeBeta());
    }

    static Latents derive(double[] gamma, double[] muOrganic, int factors, int flips, boolean normalizeBeta) {
        int products = muOrganic.length;
        int[] permutation = Flips.permutation(gamma, products, factors, flips);
        double[] beta = new double[gamma.length];
        double[] muBandit = new double[products];
        for (int p = 0; p < products; p++) {
            System.arraycopy(gamma, permutation[p] * factors, beta, p * factors, factors);
            muBandit[p] = muOrganic[permutation[p]];
        }
        if (normalizeBeta) {
            normalizeRows(beta, factors);
        }
        return new Latents(products, factors, gamma, muOrganic, beta, muBandit, permutation);
    }

    private static void normalizeRows(double[] matrix, int columns) {
        for (int row = 0; row < matrix.length; row += columns) {
            double squares = 0;
            for (int k = 0; k < columns; k++) {
                squares += matrix[row + k] * matrix[row + k];
            }
            double length = Math.sqrt(squares);
            for (int k = 0; k < columns; k++) {
                matrix[row + k] /= length;
            }
        }
    }

    /** The score of recommending a product to a user, from which {@link ClickLink} makes a probability. */
    double score(double[] omega, int product) {
        double sum = muBandit[product];
        int row = product * factors;
        for (int k = 0; k < factors; k++) {
            sum += beta[row + k] * omega[k];
        }
        return sum;
    }
}
