package org.recarena.simulator.recogym;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.recarena.simulator.random.RandomStream;
import org.recarena.simulator.random.StreamKeys;

/**
 * The project's own streams, one for each purpose, derived anew for each episode. Since each purpose has its own, two
 * agents that meet the same user see the same vector, the same clock and the same luck for as long as the visit goes
 * the same way.
 */
final class StreamRandom implements UserRandom {

    /** Codes that enter the derivation of streams; never to be changed. */
    private static final long USER = 16;

    private static final long TRANSITION = 17;
    private static final long VIEW = 18;
    private static final long CLICK = 19;
    private static final long CLOCK = 20;

    private final RandomStream user = new RandomStream();
    private final RandomStream transition = new RandomStream();
    private final RandomStream view = new RandomStream();
    private final RandomStream click = new RandomStream();
    private final RandomStream clock = new RandomStream();
    private long seed;
    private long lane;

    @Override
    public void seed(long newSeed, long streamLane) {
        seed = newSeed;
        lane = streamLane;
    }

    @Override
    public void begin(long episode) {
        StreamKeys.seed(user, seed, lane, episode, USER);
        StreamKeys.seed(transition, seed, lane, episode, TRANSITION);
        StreamKeys.seed(view, seed, lane, episode, VIEW);
        StreamKeys.seed(click, seed, lane, episode, CLICK);
        StreamKeys.seed(clock, seed, lane, episode, CLOCK);
    }

    @Override
    public double userNormal() {
        return user.nextGaussian();
    }

    @Override
    public double clockNormal() {
        return clock.nextGaussian();
    }

    @Override
    public double transitionUniform() {
        return transition.nextDouble();
    }

    @Override
    public int view(double[] cumulative, int size) {
        return SoftmaxViews.indexOf(view.nextDouble() * cumulative[size - 1], cumulative, size);
    }

    @Override
    public int view(SoftmaxViews views, double[] omega, SoftmaxViews.Scratch scratch) {
        return views.sample(omega, view, scratch);
    }

    @Override
    public boolean clicks(UserModel model, double[] userState, int product, double shift) {
        double uniform = click.nextDouble();
        return uniform < model.clickCeiling() && uniform < model.clickProbability(userState, product, shift);
    }

    @Override
    public double nextClickUniform() {
        return new RandomStream(click.state0(), click.state1()).nextDouble();
    }

    @Override
    public int loggingPolicy(int products) {
        throw new IllegalStateException(
                "the logging policy needs the reference's generator; configs are checked for it");
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeLong(seed);
        out.writeLong(lane);
        for (RandomStream stream : new RandomStream[] {user, transition, view, click, clock}) {
            out.writeLong(stream.state0());
            out.writeLong(stream.state1());
        }
    }

    @Override
    public void load(DataInput in) throws IOException {
        seed = in.readLong();
        lane = in.readLong();
        for (RandomStream stream : new RandomStream[] {user, transition, view, click, clock}) {
            stream.reseed(in.readLong(), in.readLong());
        }
    }
}
