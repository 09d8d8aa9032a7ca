package org.recarena.simulator.recogym;

import static org.assertj.core.api.Assertions.assertThat;
import static org.recarena.simulator.recogym.ReferenceConfig.reset;
import static org.recarena.simulator.recogym.ReferenceConfig.row;

import com.fasterxml.jackson.databind.JsonNode;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.recarena.simulator.AutoresetMode;
import org.recarena.simulator.Outcome;
import org.recarena.simulator.ReferenceData;
import org.recarena.simulator.Simulation;
import org.recarena.simulator.World;

/** With random "numpy", users do event for event what the reference implementation's did. */
class ReferenceTraceTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s1_default_p10",
                "s2_flips_p30_k8",
                "s3_p100_normal_time",
                "s4_v0",
                "s5_v0_impossible_clicks",
                "s6_no_recommendations"
            })
    void repeatsTheTrace(String name) {
        JsonNode trace = ReferenceData.read("recogym/trace_" + name + ".json.gz");
        long seed = ReferenceConfig.seed(trace);
        World world = ReferenceConfig.world(
                ReferenceConfig.environment(trace),
                seed,
                ReferenceConfig.config(trace, "random", "numpy", "deliver_organic_only", true));
        trace.get("latents").properties().forEach(latent -> {
            double[] expected = latent.getValue().get(0).isArray()
                    ? ReferenceData.matrix(latent.getValue())
                    : ReferenceData.doubles(latent.getValue());
            assertThat(world.parameters().get(latent.getKey()).values())
                    .as(latent.getKey())
                    .containsExactly(expected, Offset.offset(1e-12));
        });
        Simulation simulation =
                ReferenceConfig.open(world, seed, 1, AutoresetMode.DISABLED, "views", "view_times", "time");
        int products = world.spaces().action().itemCount();
        JsonNode users = trace.get("users");
        for (int user = 0; user < users.size(); user++) {
            JsonNode steps = users.get(user);
            check(reset(simulation), steps.get(0), name + " user " + user + " opening");
            for (int t = 0; t + 1 < steps.size(); t++) {
                JsonNode step = steps.get(t + 1);
                String where = name + " user " + user + " step " + t;
                Outcome outcome = simulation.step(new int[] {(3 * t + 7 * user) % products});
                check(outcome, step, where);
                assertThat(outcome.signals().get(0).get(0))
                        .as(where)
                        .isEqualTo(step.get("click").doubleValue());
                assertThat(outcome.rewards()[0])
                        .as(where)
                        .isEqualTo(step.get("click").doubleValue());
                assertThat(outcome.observations().get(2).get(0))
                        .as(where)
                        .isEqualTo(step.get("time").doubleValue(), Offset.offset(1e-12));
            }
        }
    }

    private static void check(Outcome outcome, JsonNode step, String where) {
        double[] views = row(outcome.observations().get(0), 0);
        double[] times = row(outcome.observations().get(1), 0);
        JsonNode expected = step.get("views");
        assertThat(views).as(where).hasSize(expected.size());
        for (int i = 0; i < views.length; i++) {
            assertThat(views[i]).as(where).isEqualTo(expected.get(i).get(1).doubleValue());
            assertThat(times[i]).as(where).isEqualTo(expected.get(i).get(0).doubleValue(), Offset.offset(1e-12));
        }
        assertThat(outcome.terminated()[0] == 1)
                .as(where)
                .isEqualTo(step.get("done").booleanValue());
    }
}
