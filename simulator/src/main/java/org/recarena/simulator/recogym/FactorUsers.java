package org.recarena.simulator.recogym;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.recarena.simulator.World;
import org.recarena.simulator.choice.ClickLink;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.space.DataType;
import org.recarena.simulator.space.TensorSpec;

/**
 * The users of RecoGym-v1: a vector omega of K interests. They browse by a softmax in omega, click by
 * {@link ClickLink}, and omega drifts with a deviation proportional to the time elapsed. Immutable and thread-safe.
 */
final class FactorUsers implements UserModel {

    private final Latents latents;
    private final SoftmaxViews views;
    private final double initialDeviation;
    private final double driftDeviation;
    private final boolean drawsWithoutEffect;

    FactorUsers(RecoGymConfig config, Latents latents) {
        this.latents = latents;
        this.views = new SoftmaxViews(latents, config.sigmaOmegaInitial());
        this.initialDeviation = config.sigmaOmegaInitial();
        this.driftDeviation = config.sigmaOmega();
        this.drawsWithoutEffect = config.usersFromNumpy();
    }

    @Override
    public int stateSize() {
        return latents.factors();
    }

    @Override
    public boolean hasClock() {
        return true;
    }

    @Override
    public void arrive(double[] user, UserRandom random) {
        for (int k = 0; k < user.length; k++) {
            user[k] = initialDeviation * random.userNormal();
        }
    }

    @Override
    public int view(double[] user, UserRandom random, SoftmaxViews.Scratch scratch) {
        return random.view(views, user, scratch);
    }

    @Override
    public void drift(double[] user, double elapsed, UserRandom random) {
        double deviation = driftDeviation * elapsed;
        if (deviation == 0 && !drawsWithoutEffect) {
            return;
        }
        for (int k = 0; k < user.length; k++) {
            user[k] += deviation * random.userNormal();
        }
    }

    @Override
    public double clickProbability(double[] user, int product, double shift) {
        return ClickLink.probability(latents.score(user, product) + shift);
    }

    @Override
    public double clickCeiling() {
        return ClickLink.CEILING;
    }

    @Override
    public boolean clicksByBinomial() {
        return false;
    }

    @Override
    public SoftmaxViews.Scratch scratch() {
        return views.scratch();
    }

    @Override
    public Map<String, World.Parameter> parameters() {
        List<Integer> vector = List.of(latents.products());
        List<Integer> matrix = List.of(latents.products(), latents.factors());
        Map<String, World.Parameter> parameters = new LinkedHashMap<>();
        parameters.put("Gamma", new World.Parameter(matrix, latents.gamma().clone()));
        parameters.put(
                "mu_organic", new World.Parameter(vector, latents.muOrganic().clone()));
        parameters.put("Beta", new World.Parameter(matrix, latents.beta().clone()));
        parameters.put(
                "mu_bandit", new World.Parameter(vector, latents.muBandit().clone()));
        double[] flips = new double[latents.products()];
        for (int p = 0; p < flips.length; p++) {
            flips[p] = latents.flips()[p];
        }
        parameters.put("flip_permutation", new World.Parameter(vector, flips));
        return parameters;
    }

    @Override
    public TensorSpec userState() {
        return TensorSpec.of(
                "omega", DataType.FLOAT64, List.of(latents.factors()), "The user's interests, a latent vector.");
    }

    @Override
    public void userState(double[] user, Column out) {
        out.putDoubles(user, 0, user.length);
    }
}
