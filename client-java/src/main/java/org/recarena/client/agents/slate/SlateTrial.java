package org.recarena.client.agents.slate;

import java.util.Map;
import java.util.function.DoubleConsumer;
import org.apache.commons.rng.UniformRandomProvider;
import org.recarena.client.Autoreset;
import org.recarena.client.FinalObservations;
import org.recarena.client.PlayStream;
import org.recarena.client.RecArenaClient;
import org.recarena.client.Recommendation;
import org.recarena.client.RemoteSimulation;
import org.recarena.client.Result;
import org.recarena.client.SimulationSpec;
import org.recarena.client.agents.Trial;
import org.recarena.client.agents.slate.SlateExperience.End;
import org.recarena.v1.Environment;

/**
 * Plays one agent for slates against a fixed set of users: the first so many episodes of every lane of a world, of one
 * user a lane. Trials of the same world and seed meet the same users (common random numbers), so their differences are
 * the agents'. Used by one thread.
 */
public final class SlateTrial {

    private final Trial.Plan plan;
    private final SlateAgent agent;
    private final UniformRandomProvider random;
    private final Witness witness;
    private final RemoteSimulation simulation;
    private final SlateReader reader;
    private final SlateContext[] contexts;
    private final int[] finished;
    private final SlateTrialReport report;
    private int lanesLeft;
    private long episodesDone;

    /** Sees every step of the users of a plan, after it happened. */
    @FunctionalInterface
    public interface Witness {

        /**
         * One step of one user.
         *
         * @param simulation that is played, for its oracle; its lane has the next user already where the episode ended
         * @param lane the user's lane
         * @param episode the user's number in it, from 0
         * @param experience what was shown and what came of it
         * @param result of all lanes, for what the experience does not tell
         */
        void saw(RemoteSimulation simulation, int lane, int episode, SlateExperience experience, Result result);
    }

    private SlateTrial(
            Trial.Plan plan,
            SlateAgent agent,
            UniformRandomProvider random,
            Witness witness,
            RemoteSimulation simulation,
            SlateReader reader) {
        this.plan = plan;
        this.agent = agent;
        this.random = random;
        this.witness = witness;
        this.simulation = simulation;
        this.reader = reader;
        this.contexts = new SlateContext[plan.lanes()];
        this.finished = new int[plan.lanes()];
        this.report = new SlateTrialReport(agent.name(), plan.lanes(), plan.episodes(), reader.tellsQuality());
        this.lanesLeft = plan.lanes();
    }

    /**
     * Plays an agent.
     *
     * @param client connected to a server
     * @param plan which users to meet, of an environment with slates and one user a lane
     * @param agent who recommends
     * @param labels kept in the log, besides {@code policy}, which is the agent's name
     * @param random for what is drawn from the agent's policy
     * @param witness told every step
     * @param progress told the share that is done, 0 to 1, now and then
     * @return what came of it
     * @throws IllegalArgumentException where the environment does not take slates, or has several users in a lane
     */
    public static SlateTrialReport run(
            RecArenaClient client,
            Trial.Plan plan,
            SlateAgent agent,
            Map<String, String> labels,
            UniformRandomProvider random,
            Witness witness,
            DoubleConsumer progress) {
        Environment environment = client.describe(plan.environment(), plan.config());
        if (environment.getAction().getSlateSize() < 1) {
            throw new IllegalArgumentException(plan.environment() + " takes single items, not slates");
        }
        if (environment.getRewardsCount() > 1) {
            throw new IllegalArgumentException("config.num_users is more than 1; a trial has one user a lane");
        }
        SlateReader reader = new SlateReader(environment);
        SimulationSpec spec = SimulationSpec.of(plan.environment())
                .config(plan.config())
                .seed(plan.seed())
                .lanes(plan.lanes())
                .autoreset(Autoreset.SAME_STEP)
                .observations(reader.observations())
                .label("policy", agent.name());
        for (Map.Entry<String, String> label : labels.entrySet()) {
            spec = spec.label(label.getKey(), label.getValue());
        }
        try (RemoteSimulation simulation = client.create(spec);
                PlayStream stream = simulation.play()) {
            return new SlateTrial(plan, agent, random, witness, simulation, reader).play(stream, progress);
        }
    }

    private SlateTrialReport play(PlayStream stream, DoubleConsumer progress) {
        begin(stream.reset());
        int size = reader.slateSize();
        int[] actions = new int[plan.lanes() * size];
        double[] propensities = new double[plan.lanes()];
        double[] slots = new double[plan.lanes() * size];
        boolean[] known = new boolean[plan.lanes()];
        int[][] slates = new int[plan.lanes()][];
        while (lanesLeft > 0) {
            boolean anyKnown = false;
            for (int lane = 0; lane < slates.length; lane++) {
                SlatePolicy policy = agent.policy(lane, contexts[lane]);
                slates[lane] = policy.draw(random);
                known[lane] = policy.known();
                anyKnown |= known[lane];
                System.arraycopy(slates[lane], 0, actions, lane * size, size);
                propensities[lane] = policy.propensity(slates[lane]);
                System.arraycopy(policy.slotPropensities(slates[lane]), 0, slots, lane * size, size);
            }
            Recommendation shown = Recommendation.slates(size, actions);
            if (anyKnown) {
                shown.propensities(propensities).slotPropensities(slots).known(known);
            }
            take(slates, stream.step(shown));
            progress.accept((double) episodesDone / ((long) plan.lanes() * plan.episodes()));
        }
        progress.accept(1);
        return report;
    }

    private void begin(Result result) {
        for (int lane = 0; lane < contexts.length; lane++) {
            contexts[lane] = reader.read(result, lane);
            agent.begin(lane);
        }
    }

    private void take(int[][] slates, Result result) {
        FinalObservations last = result.finalObservations();
        int ended = 0;
        for (int lane = 0; lane < contexts.length; lane++) {
            boolean over = result.ended(lane);
            SlateContext now = reader.read(result, lane);
            SlateContext next = over ? reader.read(last, ended++) : now;
            if (finished[lane] < plan.episodes()) {
                boolean[] clicks = reader.clicks(result, lane);
                SlateExperience experience = new SlateExperience(
                        contexts[lane],
                        slates[lane],
                        clicks,
                        result.reward(lane),
                        next,
                        over ? result.terminated(lane) ? End.TERMINATED : End.TRUNCATED : End.NONE);
                report.add(lane, finished[lane], experience, reader.clickedQuality(result, lane, clicks));
                witness.saw(simulation, lane, finished[lane], experience, result);
                agent.learn(lane, experience);
            }
            contexts[lane] = now;
            if (over) {
                end(lane);
            }
        }
    }

    /** Lanes play on until the slowest is done; users beyond the plan are no business of the agent's. */
    private void end(int lane) {
        agent.begin(lane);
        if (++finished[lane] <= plan.episodes()) {
            episodesDone++;
        }
        if (finished[lane] == plan.episodes()) {
            lanesLeft--;
        }
    }
}
