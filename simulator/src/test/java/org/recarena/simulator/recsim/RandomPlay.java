package org.recarena.simulator.recsim;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.recarena.simulator.AutoresetMode;
import org.recarena.simulator.Outcome;
import org.recarena.simulator.Simulation;
import org.recarena.simulator.World;
import org.recarena.simulator.random.RandomStream;
import org.recarena.simulator.random.StreamKeys;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.space.TensorSpec;

/** One episode in each of many lanes under random slates of distinct documents, and its statistics by their names. */
final class RandomPlay {

    private static final double[] WATCH_EDGES = {0, 0.5, 1, 2, 3, 3.999996, 4.000004};
    private static final double[] ENGAGEMENT_EDGES = {0, 1, 2, 4, 8, 16, 32, 64, 100, Double.POSITIVE_INFINITY};
    private static final int BURN_IN = 10;

    private final int lanes;
    private final int candidates;
    private final int slots;
    private final Simulation simulation;
    private final RandomStream slates = new RandomStream();
    private final Map<String, Ratio> statistics = new LinkedHashMap<>();
    private final boolean[] over;
    private final double[][] latent;
    private final double[][] first;
    private int step;

    RandomPlay(JsonNode config, long seed, int lanes) {
        this.lanes = lanes;
        this.candidates = config.get("num_candidates").intValue();
        this.slots = config.get("slate_size").intValue();
        int cap = config.path("episode_cap").asInt(0);
        World world =
                Recorded.world(Recorded.environment(config), Recorded.config(config, "max_episode_steps", cap), seed);
        this.simulation = new Simulation(world, seed, lanes, AutoresetMode.NEXT_STEP, List.of());
        this.over = new boolean[lanes];
        this.latent = new double[lanes][];
        this.first = new double[lanes][];
        StreamKeys.seed(slates, seed, StreamKeys.WORLD_LANE, 0, 1_000_000);
    }

    Map<String, Ratio> play() {
        Recorded.reset(simulation);
        for (int lane = 0; lane < lanes; lane++) {
            first[lane] = state(lane);
            latent[lane] = first[lane];
            begin(lane);
        }
        int playing = lanes;
        int[] actions = new int[lanes * slots];
        int[] order = new int[candidates];
        for (int i = 0; i < candidates; i++) {
            order[i] = i;
        }
        while (playing > 0) {
            for (int lane = 0; lane < lanes; lane++) {
                for (int slot = 0; slot < slots; slot++) {
                    int other = slot + slates.nextInt(candidates - slot);
                    int chosen = order[other];
                    order[other] = order[slot];
                    order[slot] = chosen;
                    actions[lane * slots + slot] = chosen;
                }
            }
            Outcome outcome = simulation.step(actions);
            for (int lane = 0; lane < lanes; lane++) {
                if (!over[lane]) {
                    double[] now = state(lane);
                    measure(lane, outcome, now);
                    latent[lane] = now;
                    if (outcome.terminated()[lane] + outcome.truncated()[lane] > 0) {
                        over[lane] = true;
                        playing--;
                        end(lane);
                    }
                }
            }
            step++;
        }
        return statistics;
    }

    /** All parts of a lane's latent state, one after the other. */
    private double[] state(int lane) {
        List<TensorSpec> specs = simulation.lanes().userStates();
        double[] values = new double[0];
        for (int part = 0; part < specs.size(); part++) {
            Column column = new Column(specs.get(part), 1);
            simulation.lanes().userState(part, lane, column);
            int from = values.length;
            values = Arrays.copyOf(values, from + column.count());
            for (int i = from; i < values.length; i++) {
                values[i] = column.get(i - from);
            }
        }
        return values;
    }

    private void add(String name, int lane, double numerator, double denominator) {
        statistics.computeIfAbsent(name, unused -> new Ratio(lanes)).add(lane, numerator, denominator);
    }

    private boolean isEvolution() {
        return simulation.lanes().userStates().get(0).name().equals("interests");
    }

    private boolean isSatisfaction() {
        return simulation.lanes().userStates().get(0).name().equals("net_positive_exposure");
    }

    private void begin(int lane) {
        if (isSatisfaction()) {
            add("npe_start", lane, first[lane][0], 1);
        } else if (!isEvolution()) {
            for (int topic = 0; topic < first[lane].length; topic++) {
                add("user_affinity_per_topic[" + topic + "]", lane, first[lane][topic], 1);
            }
        }
    }

    private void measure(int lane, Outcome outcome, double[] now) {
        double reward = outcome.rewards()[lane];
        add("episode_return", lane, reward, 0);
        add("mean_reward_by_step_index[" + step + "]", lane, reward, 1);
        add("episode_length", lane, 1, 0);
        double[] clicks = Recorded.row(outcome.signals(), "click", lane);
        int clicked = -1;
        for (int slot = 0; slot < slots; slot++) {
            clicked = clicks[slot] == 1 ? slot : clicked;
        }
        int click = clicked < 0 ? 0 : 1;
        add("clicks_per_episode", lane, click, 0);
        add("ctr_per_step", lane, click, 1);
        add("ctr_per_impression", lane, click, slots);
        for (int slot = 0; slot < slots; slot++) {
            add("click_share_by_slate_position[" + slot + "]", lane, slot == clicked ? 1 : 0, click);
        }
        if (isSatisfaction()) {
            measureSatisfaction(lane, Recorded.row(outcome.signals(), "unclipped_engagement", lane)[clicked], now);
        } else {
            measureClusters(lane, outcome, clicked);
        }
        if (isEvolution() && clicked >= 0) {
            int topic = (int) Recorded.row(outcome.signals(), "cluster_id", lane)[clicked];
            add("fraction_of_clicks_that_raised_interest", lane, now[topic] > latent[lane][topic] ? 1 : 0, 1);
            histogram("watch_time_histogram", WATCH_EDGES, lane, reward);
        }
    }

    private void measureClusters(int lane, Outcome outcome, int clicked) {
        double[] quality = Recorded.row(outcome.signals(), "quality", lane);
        double[] cluster = Recorded.row(outcome.signals(), "cluster_id", lane);
        int clusters = isEvolution() ? latent[lane].length - 1 : latent[lane].length;
        if (clicked >= 0) {
            add("mean_quality_of_clicked", lane, quality[clicked], 1);
        }
        for (int slot = 0; slot < slots; slot++) {
            add("mean_quality_of_impressed", lane, quality[slot], 1);
        }
        for (int c = 0; c < clusters; c++) {
            add("clicks_per_step_by_cluster[" + c + "]", lane, clicked >= 0 && cluster[clicked] == c ? 1 : 0, 1);
            int shown = 0;
            for (int slot = 0; slot < slots; slot++) {
                shown += cluster[slot] == c ? 1 : 0;
            }
            add("impression_share_by_cluster[" + c + "]", lane, shown, slots);
        }
    }

    private void measureSatisfaction(int lane, double engagement, double[] now) {
        histogram("engagement_histogram", ENGAGEMENT_EDGES, lane, engagement);
        add("engagement_mean", lane, engagement, 1);
        add("log_engagement", lane, Math.log(engagement), 1);
        add("mean_satisfaction_over_episode", lane, now[1], 1);
        if (step >= BURN_IN) {
            add("npe_mean_square_after_step10", lane, now[0] * now[0], 1);
            add("npe_lag1_product_after_step10", lane, now[0] * latent[lane][0], 1);
        }
    }

    private void histogram(String name, double[] edges, int lane, double value) {
        for (int bin = 0; bin + 1 < edges.length; bin++) {
            add(name + "[" + bin + "]", lane, value >= edges[bin] && value < edges[bin + 1] ? 1 : 0, 1);
        }
    }

    private void end(int lane) {
        for (String name : List.of("episode_return", "episode_length", "clicks_per_episode")) {
            add(name, lane, 0, 1);
        }
        if (isSatisfaction()) {
            add("npe_end", lane, latent[lane][0], 1);
        } else if (isEvolution()) {
            endInterests(lane);
        }
    }

    private void endInterests(int lane) {
        int topics = latent[lane].length - 1;
        double squaredDrift = 0;
        double drift = 0;
        double[] moments = new double[4];
        for (int topic = 0; topic < topics; topic++) {
            double from = first[lane][topic];
            double to = latent[lane][topic];
            squaredDrift += (to - from) * (to - from);
            drift += Math.abs(to - from);
            moments[0] += from * from;
            moments[1] += to * to;
            moments[2] += from;
            moments[3] += to;
        }
        add("final_time_budget", lane, latent[lane][topics], 1);
        add("interest_drift_l2", lane, Math.sqrt(squaredDrift), 1);
        add("interest_mean_abs_change", lane, drift / topics, 1);
        add("interest_mean_square_start", lane, moments[0] / topics, 1);
        add("interest_mean_square_end", lane, moments[1] / topics, 1);
        add("interest_mean_start", lane, moments[2] / topics, 1);
        add("interest_mean_end", lane, moments[3] / topics, 1);
    }
}
