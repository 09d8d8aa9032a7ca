package org.recarena.client.agents;

import java.util.Map;
import java.util.function.DoubleConsumer;
import org.apache.commons.rng.UniformRandomProvider;
import org.recarena.client.Autoreset;
import org.recarena.client.ColumnView;
import org.recarena.client.FinalObservations;
import org.recarena.client.PlayStream;
import org.recarena.client.RecArenaClient;
import org.recarena.client.Recommendation;
import org.recarena.client.RemoteSimulation;
import org.recarena.client.Result;
import org.recarena.client.SimulationSpec;

/**
 * Plays one agent against a fixed set of users: the first so many episodes of every lane of a world. Trials of the same
 * world and seed meet the same users (common random numbers), so their differences are the agents'. Used by one thread.
 */
public final class Trial {

    private final Plan plan;
    private final Agent agent;
    private final UniformRandomProvider random;
    private final Visit[] visits;
    private final int items;
    private final long[] finished;
    private final TrialReport report;
    private int lanesLeft;
    private long episodesDone;

    /**
     * Which users to meet.
     *
     * @param environment its id
     * @param config of the world
     * @param seed of the world and its users
     * @param lanes side by side; positive
     * @param episodes in every lane; positive
     */
    public record Plan(String environment, Map<String, ?> config, long seed, int lanes, int episodes) {}

    private Trial(Plan plan, Agent agent, UniformRandomProvider random, int items) {
        this.plan = plan;
        this.agent = agent;
        this.random = random;
        this.items = items;
        this.visits = new Visit[plan.lanes()];
        for (int lane = 0; lane < visits.length; lane++) {
            visits[lane] = new Visit(items);
        }
        this.finished = new long[plan.lanes()];
        this.report = new TrialReport(agent.name(), plan.lanes(), plan.episodes());
        this.lanesLeft = plan.lanes();
    }

    /**
     * Plays an agent.
     *
     * @param client connected to a server
     * @param plan which users to meet
     * @param agent who recommends
     * @param labels kept in the log, besides {@code policy}, which is the agent's name
     * @param random for what is drawn from the agent's probabilities
     * @param progress told the share that is done, 0 to 1, now and then
     * @return what came of it
     */
    public static TrialReport run(
            RecArenaClient client,
            Plan plan,
            Agent agent,
            Map<String, String> labels,
            UniformRandomProvider random,
            DoubleConsumer progress) {
        SimulationSpec spec = SimulationSpec.of(plan.environment())
                .config(plan.config())
                .seed(plan.seed())
                .lanes(plan.lanes())
                .autoreset(Autoreset.SAME_STEP)
                .observations("views")
                .label("policy", agent.name());
        for (Map.Entry<String, String> label : labels.entrySet()) {
            spec = spec.label(label.getKey(), label.getValue());
        }
        try (RemoteSimulation simulation = client.create(spec);
                PlayStream stream = simulation.play()) {
            return new Trial(plan, agent, random, simulation.items()).play(simulation, stream, progress);
        }
    }

    private TrialReport play(RemoteSimulation simulation, PlayStream stream, DoubleConsumer progress) {
        int lanes = plan.lanes();
        int[] actions = new int[lanes];
        double[] propensities = new double[lanes];
        double[] probabilities = new double[items];
        watch(stream.reset());
        while (lanesLeft > 0) {
            agent.prepare(simulation);
            for (int lane = 0; lane < lanes; lane++) {
                agent.probabilities(lane, visits[lane], probabilities);
                actions[lane] = Choices.draw(probabilities, random);
                propensities[lane] = probabilities[actions[lane]];
            }
            Result result = stream.step(Recommendation.items(actions).propensities(propensities));
            for (int lane = 0; lane < lanes; lane++) {
                if (finished[lane] < plan.episodes()) {
                    agent.learn(visits[lane], actions[lane], propensities[lane], result.reward(lane));
                    report.add(lane, (int) finished[lane], result.reward(lane));
                }
            }
            report.endStep();
            endEpisodes(result);
            watch(result);
            progress.accept((double) episodesDone / ((long) lanes * plan.episodes()));
        }
        progress.accept(1);
        return report;
    }

    private void endEpisodes(Result result) {
        FinalObservations last = result.finalObservations();
        for (int row = 0; row < last.count(); row++) {
            tell(last.lane(row), last.observation("views"), row);
        }
        for (int lane = 0; lane < visits.length; lane++) {
            if (result.ended(lane)) {
                visits[lane].begin();
                finished[lane]++;
                if (finished[lane] <= plan.episodes()) {
                    episodesDone++;
                }
                if (finished[lane] == plan.episodes()) {
                    agent.finished(lane);
                    lanesLeft--;
                }
            }
        }
    }

    private void watch(Result result) {
        ColumnView views = result.observation("views");
        for (int lane = 0; lane < visits.length; lane++) {
            visits[lane].viewed(views, lane);
            tell(lane, views, lane);
        }
    }

    /** Users beyond the plan are no business of the agent's. */
    private void tell(int lane, ColumnView views, int row) {
        if (finished[lane] < plan.episodes() && views.rowLength(row) > 0) {
            agent.session(views.intRow(row));
        }
    }
}
