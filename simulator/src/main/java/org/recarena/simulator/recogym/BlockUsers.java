package org.recarena.simulator.recogym;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.recarena.simulator.World;
import org.recarena.simulator.math.Exponential;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.space.DataType;
import org.recarena.simulator.space.TensorSpec;

/**
 * The users of RecoGym-v0: they wander within a block of products, and click on a recommendation with a probability
 * that depends on it and on the product they saw last. Time stands still. Immutable and thread-safe.
 */
final class BlockUsers implements UserModel {

    /** Ground-truth matrices are offered up to this many products; beyond, they would not fit a message. */
    private static final int MAX_MATRIX = 2000;

    private final int products;
    private final int blockSize;
    private final ClickNoise noise;
    private final double insideBlock;
    private final double ceiling;
    /** Running sums of equal probabilities, over a block and over all products. */
    private final double[] blockRunning;

    private final double[] startRunning;

    BlockUsers(RecoGymConfig config, ClickNoise noise) {
        this.products = config.products();
        this.blockSize = products / config.clusters();
        this.noise = noise;
        double step = 1.0 / blockSize;
        this.insideBlock = products / 5.0 * (step + step);
        // One part in a million is far more than rounding can add.
        this.ceiling = Math.min(1, Exponential.sigmoid(insideBlock + noise.maximum() - 5) * (1 + 1e-6));
        this.blockRunning = equalSums(blockSize);
        this.startRunning = equalSums(products);
    }

    private static double[] equalSums(int size) {
        double[] sums = new double[size];
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += 1.0 / size;
            sums[i] = sum;
        }
        return sums;
    }

    @Override
    public int stateSize() {
        return 1;
    }

    @Override
    public boolean hasClock() {
        return false;
    }

    @Override
    public void arrive(double[] user, UserRandom random) {
        user[0] = random.view(startRunning, products);
    }

    @Override
    public int view(double[] user, UserRandom random, SoftmaxViews.Scratch scratch) {
        int block = (int) user[0] / blockSize;
        int product = block * blockSize + random.view(blockRunning, blockSize);
        user[0] = product;
        return product;
    }

    @Override
    public void drift(double[] user, double elapsed, UserRandom random) {
        // Interests are fixed.
    }

    @Override
    public double clickProbability(double[] user, int product, double shift) {
        if (shift != 0) {
            throw new UnsupportedOperationException("RecoGym-v0 has no stages that shift what products appeal");
        }
        return probability(product, (int) user[0]);
    }

    private double probability(int recommended, int viewed) {
        double similarity = recommended / blockSize == viewed / blockSize ? insideBlock : 0;
        return Exponential.sigmoid(similarity + noise.at(recommended, viewed) - 5);
    }

    @Override
    public double clickCeiling() {
        return ceiling;
    }

    @Override
    public boolean clicksByBinomial() {
        return true;
    }

    @Override
    public SoftmaxViews.Scratch scratch() {
        return SoftmaxViews.Scratch.empty();
    }

    @Override
    public Map<String, World.Parameter> parameters() {
        Map<String, World.Parameter> parameters = new LinkedHashMap<>();
        if (products > MAX_MATRIX) {
            return parameters;
        }
        double[] phi = new double[products * products];
        double[] clicks = new double[products * products];
        double[] transition = new double[products * products];
        for (int i = 0; i < products; i++) {
            for (int j = 0; j < products; j++) {
                phi[i * products + j] = noise.at(i, j);
                clicks[i * products + j] = probability(i, j);
                transition[i * products + j] = i / blockSize == j / blockSize ? 1.0 / blockSize : 0;
            }
        }
        List<Integer> shape = List.of(products, products);
        parameters.put("phi", new World.Parameter(shape, phi));
        parameters.put("click_probs", new World.Parameter(shape, clicks));
        parameters.put("product_transition", new World.Parameter(shape, transition));
        return parameters;
    }

    @Override
    public TensorSpec userState() {
        return TensorSpec.of("product", DataType.INT32, List.of(), "The product that the user looked at last.")
                .within(0, products - 1);
    }

    @Override
    public void userState(double[] user, Column out) {
        out.putInt((int) user[0]);
    }
}
