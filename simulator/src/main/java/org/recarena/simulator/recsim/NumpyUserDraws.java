package org.recarena.simulator.recsim;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The reference's generators: a user sampler for each user of a lane, and what the reference calls the global one, from
 * which all responses of the lane's users are drawn, and how they are seen where that is by chance. A user sampler
 * draws a user when it is built, whom nobody meets.
 */
final class NumpyUserDraws implements UserDraws {

    private final UserModel model;
    private final int users;
    private final long globalSeed;
    private final NumpyDraws[] samplers;
    private final NumpyDraws[] global;
    private final double[] unmet;

    NumpyUserDraws(UserModel model, int lanes, int users, long globalSeed) {
        this.model = model;
        this.users = users;
        this.globalSeed = globalSeed;
        this.unmet = new double[model.stateSize()];
        samplers = new NumpyDraws[lanes * users];
        global = new NumpyDraws[lanes];
        for (int i = 0; i < samplers.length; i++) {
            samplers[i] = new NumpyDraws(0);
        }
        for (int lane = 0; lane < lanes; lane++) {
            global[lane] = new NumpyDraws(0);
        }
    }

    @Override
    public void seed(int lane, long seed, long streamLane) {
        NumpyDraws.checkSeed(seed, (streamLane + 1) * users - 1, "seed");
        NumpyDraws.checkSeed(globalSeed, streamLane, "config.global_seed");
        global[lane].seed(globalSeed + streamLane);
        for (int user = 0; user < users; user++) {
            samplers[lane * users + user].seed(seed + streamLane * users + user);
            model.arrive(unmet, 0, arrival(lane, user));
        }
    }

    @Override
    public void begin(int lane, long episode) {
        // The generators run on.
    }

    @Override
    public Draws arrival(int lane, int user) {
        return model.arrivesFromGlobal() ? global[lane] : samplers[lane * users + user];
    }

    @Override
    public Draws firstLook(int lane, int user) {
        return global[lane];
    }

    @Override
    public Draws step(int lane, int user) {
        return global[lane];
    }

    @Override
    public Draws untaken(int lane, int user, int ahead) {
        throw new UnsupportedOperationException(
                "there are no twins with random \"numpy\", whose generators run on from draw to draw; use \"streams\"");
    }

    @Override
    public void save(int lane, DataOutput out) throws IOException {
        for (int user = 0; user < users; user++) {
            samplers[lane * users + user].save(out);
        }
        global[lane].save(out);
    }

    @Override
    public void load(int lane, DataInput in) throws IOException {
        for (int user = 0; user < users; user++) {
            samplers[lane * users + user].load(in);
        }
        global[lane].load(in);
    }
}
