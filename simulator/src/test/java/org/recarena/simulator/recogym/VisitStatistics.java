package org.recarena.simulator.recogym;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.recarena.simulator.World;
import org.recarena.simulator.space.Column;

/** What many users did under a uniform policy, in the terms of the recorded statistics of the reference. */
final class VisitStatistics {

    /** Users for whom the best action is looked up, where the catalogue is large. */
    private static final int BEST_ACTION_USERS = 300;

    /** A ratio of sums over users. */
    static final class Ratio {
        private final List<double[]> users = new ArrayList<>();

        void add(double numerator, double denominator) {
            users.add(new double[] {numerator, denominator});
        }

        /** The estimate and its linearised standard error, users being the independent units. */
        double[] estimate() {
            double numerator = 0;
            double denominator = 0;
            for (double[] user : users) {
                numerator += user[0];
                denominator += user[1];
            }
            double ratio = numerator / denominator;
            double squares = 0;
            for (double[] user : users) {
                squares += (user[0] - ratio * user[1]) * (user[0] - ratio * user[1]);
            }
            double n = users.size();
            return new double[] {ratio, Math.sqrt(n / (n - 1) * squares) / denominator};
        }
    }

    private final World world;
    private final RecoGymLanes lanes;
    private final int products;
    private final SplittableRandom policy;
    private final Map<String, List<Double>> means = new LinkedHashMap<>();
    private final Map<String, Ratio> ratios = new LinkedHashMap<>();
    private final List<int[]> viewsOfUsers = new ArrayList<>();

    private VisitStatistics(World world, long seed) {
        this.world = world;
        this.lanes = (RecoGymLanes) world.open(1, Set.of("views"));
        this.products = world.spaces().action().itemCount();
        this.policy = new SplittableRandom(seed);
        lanes.seed(0, seed, 0);
    }

    static VisitStatistics simulate(World world, long seed, int users) {
        VisitStatistics statistics = new VisitStatistics(world, seed);
        for (int user = 0; user < users; user++) {
            statistics.visit(user);
        }
        statistics.entropy();
        return statistics;
    }

    Map<String, List<Double>> means() {
        return means;
    }

    Map<String, Ratio> ratios() {
        return ratios;
    }

    static double[] mean(List<Double> values) {
        double sum = 0;
        double squares = 0;
        for (double value : values) {
            sum += value;
            squares += value * value;
        }
        double n = values.size();
        double mean = sum / n;
        return new double[] {mean, Math.sqrt(Math.max(0, squares / n - mean * mean) / (n - 1))};
    }

    double[] viewShare(int product) {
        Ratio ratio = new Ratio();
        for (int[] views : viewsOfUsers) {
            int count = 0;
            for (int view : views) {
                count += view == product ? 1 : 0;
            }
            ratio.add(count, views.length);
        }
        return ratio.estimate();
    }

    double[] firstViewShare(int product) {
        return mean(viewsOfUsers.stream()
                .map(views -> views[0] == product ? 1.0 : 0.0)
                .toList());
    }

    private void visit(int user) {
        lanes.begin(0, user);
        List<Integer> views = new ArrayList<>();
        int[] first = session();
        int sessions = 1;
        int repeats = repeats(first, views);
        int steps = 0;
        int clicks = 0;
        double probability = 0;
        double best = 0;
        boolean looksUpBest = products <= 100 || user < BEST_ACTION_USERS;
        double[] all = new double[products];
        UserModel model = lanes.users();
        while (!lanes.left(0)) {
            int action = policy.nextInt(products);
            probability += model.clickProbability(lanes.visitor(0).user, action);
            if (looksUpBest) {
                lanes.clickProbabilities(0, all, 0);
                double highest = 0;
                for (double p : all) {
                    highest = Math.max(highest, p);
                }
                best += highest;
            }
            Column click = new Column(world.spaces().signals().get(0), 1);
            lanes.step(new byte[] {1}, new int[] {action}, new Column[] {click});
            steps++;
            clicks += (int) click.get(0);
            int[] session = session();
            sessions += session.length > 0 ? 1 : 0;
            repeats += repeats(session, views);
        }
        mean("organic_events_per_user", views.size());
        mean("bandit_events_per_user", steps);
        mean("organic_sessions_per_user", sessions);
        mean("clicks_per_user", clicks);
        mean("user_end_time", lanes.visitor(0).now);
        mean("distinct_products_viewed_per_user", new HashSet<>(views).size());
        mean("share_users_without_bandit_event", steps == 0 ? 1 : 0);
        mean("first_organic_session_length", first.length);
        mean("omega_sq_norm_at_end", squaredNorm());
        ratio("ctr", clicks, steps);
        ratio("mean_click_probability_of_random_action", probability, steps);
        if (looksUpBest) {
            ratio("mean_click_probability_of_best_action", best, steps);
        }
        ratio("immediate_repeat_rate_within_session", repeats, views.size() - sessions);
        viewsOfUsers.add(views.stream().mapToInt(view -> view).toArray());
    }

    private int[] session() {
        Column column = new Column(world.spaces().observations().get(RecoGymSpaces.VIEWS), 1);
        lanes.observe(RecoGymSpaces.VIEWS, new int[] {0}, 1, column);
        int[] views = new int[column.count()];
        for (int i = 0; i < views.length; i++) {
            views[i] = (int) column.get(i);
        }
        return views;
    }

    private static int repeats(int[] session, List<Integer> views) {
        int repeats = 0;
        for (int i = 0; i < session.length; i++) {
            views.add(session[i]);
            repeats += i > 0 && session[i] == session[i - 1] ? 1 : 0;
        }
        return repeats;
    }

    private double squaredNorm() {
        double sum = 0;
        for (double value : lanes.visitor(0).user) {
            sum += value * value;
        }
        return sum;
    }

    private void entropy() {
        double[] share = new double[products];
        double total = 0;
        for (int[] views : viewsOfUsers) {
            for (int view : views) {
                share[view]++;
                total++;
            }
        }
        for (int[] views : viewsOfUsers) {
            double surprise = 0;
            for (int view : views) {
                surprise -= Math.log(share[view] / total);
            }
            ratio("organic_view_entropy_nats", surprise, views.length);
        }
    }

    private void mean(String what, double value) {
        means.computeIfAbsent(what, key -> new ArrayList<>()).add(value);
    }

    private void ratio(String what, double numerator, double denominator) {
        ratios.computeIfAbsent(what, key -> new Ratio()).add(numerator, denominator);
    }
}
