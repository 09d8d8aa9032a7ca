package org.recarena.simulator.recsim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.recarena.simulator.AutoresetMode;
import org.recarena.simulator.Environment;
import org.recarena.simulator.EnvironmentCatalog;
import org.recarena.simulator.Outcome;
import org.recarena.simulator.Simulation;
import org.recarena.simulator.World;
import org.recarena.simulator.config.Config;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.space.TensorSpec;

/** What configs of the environments choose: observations, rewards, limits, memory. */
class RecSimFeaturesTest {

    private static final int LANES = 20;

    private static int[] slates(int step, int candidates, int size) {
        return IntStream.range(0, LANES * size)
                .map(i -> (i / size + step + i % size) % candidates)
                .toArray();
    }

    private static Environment environment(String id) {
        return EnvironmentCatalog.installed().find("RecSim-" + id + "-v1").orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "InterestEvolution, click liked quality watch_time cluster_id",
        "InterestExploration, click quality cluster_id",
        "LongTermSatisfaction, click engagement unclipped_engagement",
        "ChocKale, click engagement unclipped_engagement",
        "TestMdp, click reward"
    })
    void theLastResponseCanBeObserved(String id, String names) {
        World world = Recorded.world(id, Map.of("num_candidates", 6, "slate_size", 2), 3);
        Simulation simulation = Recorded.open(world, 3, LANES, AutoresetMode.NEXT_STEP);
        Outcome outcome = Recorded.reset(simulation);
        assertThat(world.spaces().signals())
                .extracting(TensorSpec::name)
                .containsExactlyInAnyOrder(names.split(" ", -1));
        for (String name : names.split(" ", -1)) {
            TensorSpec spec = Recorded.column(outcome.observations(), name).spec();
            assertThat(spec.defaultSelected()).isFalse();
            assertThat(spec.derived())
                    .as("a compact log has the signal instead")
                    .isTrue();
            for (int lane = 0; lane < LANES; lane++) {
                assertThat(Recorded.row(outcome.observations(), name, lane)).containsOnly(0);
            }
        }
        int clicks = 0;
        for (int step = 0; step < 20; step++) {
            outcome = simulation.step(slates(step, 6, 2));
            for (int lane = 0; lane < LANES; lane++) {
                for (String name : names.split(" ", -1)) {
                    assertThat(Recorded.row(outcome.observations(), name, lane))
                            .containsExactly(Recorded.row(outcome.signals(), name, lane));
                }
                clicks += (int) Recorded.row(outcome.signals(), "click", lane)[0];
            }
        }
        assertThat(clicks).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "InterestEvolution, clicked_watchtime, watch_time",
        "InterestEvolution, total_clicks, click",
        "InterestExploration, total_clicks, click",
        "LongTermSatisfaction, clicked_engagement, unclipped_engagement"
    })
    void theRewardIsChosen(String id, String reward, String summed) {
        World world = Recorded.world(id, Map.of("num_candidates", 6, "slate_size", 3, "reward", reward), 3);
        assertThat(world.spaces().rewards()).containsExactly(reward);
        Simulation simulation = Recorded.open(world, 3, LANES, AutoresetMode.SAME_STEP);
        Recorded.reset(simulation);
        double total = 0;
        for (int step = 0; step < 20; step++) {
            Outcome outcome = simulation.step(slates(step, 6, 3));
            for (int lane = 0; lane < LANES; lane++) {
                double[] slots = Recorded.row(outcome.signals(), summed, lane);
                double expected = slots[0] + slots[1] + slots[2];
                assertThat(outcome.rewards()[lane]).isEqualTo(expected);
                total += expected;
            }
        }
        assertThat(total).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "InterestEvolution, 0",
        "InterestExploration, 100",
        "LongTermSatisfaction, 0",
        "ChocKale, 0",
        "TestMdp, 100"
    })
    void whoNeverLeavesHasALimitByDefault(String id, int limit) {
        assertThat(Recorded.world(id, Map.of(), 3).maxEpisodeSteps()).isEqualTo(limit);
    }

    @ParameterizedTest
    @ValueSource(strings = {"InterestEvolution", "InterestExploration", "LongTermSatisfaction", "ChocKale", "TestMdp"})
    void aWorldHoldsItsCandidatesOnlyWhereTheyStay(String id) {
        Environment environment = environment(id);
        long[] bytes = new long[4];
        for (int i = 0; i < bytes.length; i++) {
            Config config = environment
                    .schema()
                    .resolve(Map.of("num_candidates", i < 2 ? 10 : 100_000, "resample_documents", i % 2 == 0));
            bytes[i] = environment.worldBytes(config);
            long constants = environment.createWorld(config, 1).constants().stream()
                    .mapToLong(Column::size)
                    .sum();
            assertThat(bytes[i]).isGreaterThan(constants);
        }
        assertThat(bytes[2]).isEqualTo(bytes[0]);
        assertThat(bytes[3] - bytes[1]).isGreaterThan(99_990L * (Integer.BYTES + Double.BYTES));
    }

    @Test
    void constantsAreThoseThatAreMarked() {
        for (Environment environment : EnvironmentCatalog.installed().all()) {
            boolean resamples = environment.schema().parameters().stream()
                    .anyMatch(parameter -> parameter.name().equals("resample_documents"));
            List<Map<String, Object>> configs =
                    resamples ? List.of(Map.of(), Map.of("resample_documents", false)) : List.of(Map.of());
            for (Map<String, Object> config : configs) {
                World world = Recorded.world(environment, config, 5);
                List<TensorSpec> marked = world.spaces().observations().stream()
                        .filter(TensorSpec::constant)
                        .toList();
                assertThat(world.constants()).extracting(Column::spec).isEqualTo(marked);
                assertThat(world.constants()).extracting(Column::rows).allMatch(rows -> rows == 1);
                if (resamples) {
                    assertThat(marked.isEmpty()).isEqualTo(config.isEmpty());
                }
            }
        }
    }
}
