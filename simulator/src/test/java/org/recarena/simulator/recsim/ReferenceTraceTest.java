package org.recarena.simulator.recsim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.recarena.simulator.AutoresetMode;
import org.recarena.simulator.Outcome;
import org.recarena.simulator.ReferenceData;
import org.recarena.simulator.Simulation;
import org.recarena.simulator.World;

/** With random "numpy", users and documents do event for event what the reference implementation's did. */
class ReferenceTraceTest {

    private static final Offset<Double> EXACT = Offset.offset(1e-9);

    @ParameterizedTest
    @ValueSource(strings = {"s_iev_A", "s_iev_E", "s_iex_A", "s_lts_A"})
    void repeatsTheTrace(String name) {
        JsonNode trace = ReferenceData.read("recsim/" + name + ".json");
        JsonNode config = trace.get("config");
        long seed = trace.get("sampler_seed").longValue();
        World world = Recorded.world(
                Recorded.environment(config),
                Recorded.config(
                        config,
                        "random",
                        "numpy",
                        "global_seed",
                        trace.get("global_seed").intValue()),
                seed);
        Simulation simulation = Recorded.open(world, seed, 1, AutoresetMode.DISABLED);
        int candidates = config.get("num_candidates").intValue();
        int slots = config.get("slate_size").intValue();
        for (int u = 0; u < trace.get("episodes").size(); u++) {
            JsonNode episode = trace.get("episodes").get(u);
            checkFirst(Recorded.reset(simulation), episode.get("first"), name + " episode " + u);
            for (int t = 0; t < episode.get("steps").size(); t++) {
                int[] slate = new int[slots];
                for (int j = 0; j < slots; j++) {
                    slate[j] = (5 * t + 3 * u + j) % candidates;
                }
                checkStep(simulation.step(slate), episode.get("steps").get(t), name + " episode " + u + " step " + t);
            }
        }
    }

    private static void checkFirst(Outcome outcome, JsonNode first, String where) {
        double[] ids = Recorded.row(outcome.observations(), "document_ids", 0);
        JsonNode docs = first.get("docs");
        assertThat(ids).as(where).hasSize(docs.size());
        for (int i = 0; i < ids.length; i++) {
            assertThat((int) ids[i])
                    .as(where)
                    .isEqualTo(Integer.parseInt(first.get("doc_ids").get(i).textValue()));
        }
        if (docs.get(0).isArray()) {
            assertThat(Recorded.row(outcome.observations(), "documents", 0))
                    .as(where)
                    .containsExactly(ReferenceData.matrix(docs), EXACT);
        } else {
            assertThat(Recorded.row(outcome.observations(), "document_quality", 0))
                    .as(where)
                    .containsExactly(Recorded.flat(docs, "quality"), EXACT);
            assertThat(Recorded.row(outcome.observations(), "document_cluster_id", 0))
                    .as(where)
                    .containsExactly(Recorded.flat(docs, "cluster_id"), EXACT);
        }
        checkUser(outcome, first.get("user"), where);
    }

    private static void checkStep(Outcome outcome, JsonNode step, String where) {
        assertThat(outcome.rewards()[0]).as(where).isEqualTo(step.get("reward").doubleValue(), EXACT);
        assertThat(outcome.terminated()[0] == 1)
                .as(where)
                .isEqualTo(step.get("done").booleanValue());
        step.get("response").get(0).fieldNames().forEachRemaining(field -> {
            double[] expected = Recorded.flat(step.get("response"), field);
            assertThat(Recorded.row(outcome.signals(), field, 0))
                    .as(where + " " + field)
                    .containsExactly(expected, EXACT);
            assertThat(Recorded.row(outcome.observations(), field, 0))
                    .as(where + " observed " + field)
                    .containsExactly(expected, EXACT);
        });
        checkUser(outcome, step.get("user"), where);
    }

    private static void checkUser(Outcome outcome, JsonNode user, String where) {
        if (!user.isEmpty()) {
            assertThat(Recorded.row(outcome.observations(), "user", 0))
                    .as(where)
                    .containsExactly(ReferenceData.doubles(user), EXACT);
        }
    }
}
