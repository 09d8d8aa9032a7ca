package org.recarena.simulator.recogym;

import static org.assertj.core.api.Assertions.assertThat;
import static org.recarena.simulator.recogym.ReferenceConfig.row;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.recarena.simulator.ReferenceData;
import org.recarena.simulator.World;
import org.recarena.simulator.choice.ClickLink;
import org.recarena.simulator.random.NumpyRandom;
import org.recarena.simulator.space.Column;

/** Latent parameters, probabilities and logs of the reference implementation. */
class ReferenceLogTest {

    private static final Offset<Double> TIGHT = Offset.offset(1e-12);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c01_default_p10",
                "c02_flips5_p10",
                "c05_flips50_p100",
                "c09_notebook_p1000",
                "c12_normaltime_banditdrift",
                "c13_v0_default_p10"
            })
    void repeatsLatentsAndLog(String name) {
        JsonNode file = ReferenceData.read("recogym/" + name + ".json.gz");
        long seed = ReferenceConfig.seed(file);
        World world = ReferenceConfig.world(
                ReferenceConfig.environment(file), seed, ReferenceConfig.config(file, "random", "numpy"));
        checkLatents(file.get("latents"), world);
        checkPairs(file);

        RecoGymLanes lanes = (RecoGymLanes) world.open(1, Set.of("views", "view_times"));
        lanes.seed(0, seed, 0);
        List<String> rows = new ArrayList<>();
        for (int user = 0; user < 20; user++) {
            logUser(user, lanes, world, rows);
        }
        JsonNode golden = file.get("golden_log_20_users");
        List<String> expected = new ArrayList<>();
        golden.forEach(row -> expected.add(format(row)));
        assertThat(rows).containsExactlyElementsOf(expected);
    }

    /** As the reference logs a user under its built-in uniform policy, the row after the end included. */
    private static void logUser(int user, RecoGymLanes lanes, World world, List<String> rows) {
        int products = world.spaces().action().itemCount();
        NumpyRandom policy = ((ReferenceRandom) lanes.visitor(0).random).users();
        lanes.begin(0, user);
        while (true) {
            double[] views = row(observe(lanes, world, RecoGymSpaces.VIEWS), 0);
            double[] times = row(observe(lanes, world, RecoGymSpaces.VIEW_TIMES), 0);
            for (int i = 0; i < views.length; i++) {
                rows.add(String.format("%s %d o %d", (float) times[i], user, (int) views[i]));
            }
            float time = (float) observe(lanes, world, RecoGymSpaces.TIME).get(0);
            int action = policy.integerBelow(products);
            int click = 0;
            boolean left = lanes.left(0);
            if (!left) {
                Column signal = new Column(world.spaces().signals().get(0), 1);
                lanes.step(new byte[] {1}, new int[] {action}, new Column[] {signal});
                click = (int) signal.get(0);
            }
            rows.add(String.format("%s %d b %d %d %s", time, user, action, click, 1.0 / products));
            if (left) {
                return;
            }
        }
    }

    private static Column observe(RecoGymLanes lanes, World world, int observation) {
        Column column = new Column(world.spaces().observations().get(observation), 1);
        lanes.observe(observation, new int[] {0}, 1, column);
        return column;
    }

    private static String format(JsonNode row) {
        String start = (float) row.get(0).doubleValue() + " " + row.get(1).intValue() + " "
                + row.get(2).textValue() + " " + row.get(3).intValue();
        return row.size() == 4
                ? start
                : start + " " + row.get(4).intValue() + " " + row.get(5).doubleValue();
    }

    private static void checkLatents(JsonNode latents, World world) {
        world.parameters().forEach((name, parameter) -> {
            JsonNode expected = latents.get(name);
            double[] values =
                    expected.get(0).isArray() ? ReferenceData.matrix(expected) : ReferenceData.doubles(expected);
            assertThat(parameter.values()).as(name).containsExactly(values, TIGHT);
        });
    }

    private static void checkPairs(JsonNode file) {
        if (!file.get("latents").has("Gamma")) {
            return;
        }
        Latents latents = latents(file);
        SoftmaxViews views = new SoftmaxViews(latents, 1);
        for (JsonNode pair : file.get("pairs")) {
            double[] omega = ReferenceData.doubles(pair.get("omega"));
            double[] running = views.cumulative(omega, views.scratch()).clone();
            int n = running.length;
            for (int p = 0; p < n; p++) {
                double share = (running[p] - (p == 0 ? 0 : running[p - 1])) / running[n - 1];
                assertThat(share)
                        .isEqualTo(pair.get("organic_probabilities").get(p).doubleValue(), TIGHT);
                double score = latents.score(omega, p);
                assertThat(score).isEqualTo(pair.get("bandit_score").get(p).doubleValue(), TIGHT);
                assertThat(ClickLink.probability(score))
                        .isEqualTo(pair.get("click_probabilities").get(p).doubleValue(), TIGHT);
            }
        }
    }

    static Latents latents(JsonNode file) {
        JsonNode latents = file.get("latents");
        return new Latents(
                latents.get("mu_organic").size(),
                latents.get("Gamma").get(0).size(),
                ReferenceData.matrix(latents.get("Gamma")),
                ReferenceData.doubles(latents.get("mu_organic")),
                ReferenceData.matrix(latents.get("Beta")),
                ReferenceData.doubles(latents.get("mu_bandit")),
                ReferenceData.ints(latents.get("flip_permutation")));
    }

    @Test
    void clickFunction() {
        JsonNode table = ReferenceData.read("recogym/link_function.json");
        for (int i = 0; i < table.get("x").size(); i++) {
            double probability = ClickLink.probability(table.get("x").get(i).doubleValue());
            assertThat(probability)
                    .isEqualTo(table.get("click_probability").get(i).doubleValue(), TIGHT)
                    .isLessThan(ClickLink.CEILING);
        }
    }
}
