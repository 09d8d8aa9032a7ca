package org.recarena.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.recarena.client.Autoreset;
import org.recarena.client.ColumnView;
import org.recarena.client.RecArenaClient;
import org.recarena.client.Recommendation;
import org.recarena.client.RemoteSimulation;
import org.recarena.client.Result;
import org.recarena.client.SimulationSpec;
import org.recarena.trajectories.export.JsonLinesExporter;
import org.recarena.trajectories.steps.LoggedStep;
import org.recarena.trajectories.steps.StepFilter;
import org.recarena.trajectories.steps.TrajectoryReader;
import org.recarena.v1.AutoresetMode;
import org.recarena.v1.Column;
import org.recarena.v1.CreateRequest;
import org.recarena.v1.GetRequest;
import org.recarena.v1.ListRequest;
import org.recarena.v1.LogOptions;
import org.recarena.v1.ObservationLevel;
import org.recarena.v1.Outcome;
import org.recarena.v1.Simulation;
import org.recarena.v1.StepRequest;
import org.recarena.v1.Tensor;
import org.recarena.v1.TensorSpec;

/** Observations that stay the same: sent once to who asks for that, with every outcome to others, and logged once. */
class ConstantsTest {

    private static final int LANES = 3;
    private static final int CANDIDATES = 6;
    private static final Map<String, Object> CONFIG = Map.of("num_candidates", CANDIDATES, "resample_documents", false);

    private static CreateRequest.Builder request(boolean once) {
        return CreateRequest.newBuilder()
                .setEnvironmentId("RecSim-InterestEvolution-v1")
                .setConfig(Player.config(CONFIG))
                .setSeed(11)
                .setLanes(LANES)
                .setAutoreset(AutoresetMode.AUTORESET_MODE_SAME_STEP)
                .setConstantsOnce(once);
    }

    private static SimulationSpec spec() {
        return SimulationSpec.of("RecSim-InterestEvolution-v1")
                .config("num_candidates", CANDIDATES)
                .config("resample_documents", false)
                .seed(11)
                .lanes(LANES)
                .autoreset(Autoreset.SAME_STEP);
    }

    private static StepRequest step(String id, long number) {
        int[] slates = {0, 1, 2, 3, 4, 5};
        Tensor actions = Player.actions(slates).toBuilder()
                .clearShape()
                .addShape(LANES)
                .addShape(2)
                .build();
        return StepRequest.newBuilder()
                .setSimulationId(id)
                .setStep(number)
                .setActions(actions)
                .build();
    }

    private static List<String> columns(List<Column> columns) {
        return columns.stream().map(Column::getName).toList();
    }

    private static List<String> specs(List<TensorSpec> specs) {
        return specs.stream().map(TensorSpec::getName).toList();
    }

    private static Simulation get(Player player, String id) {
        return player.calls
                .get(GetRequest.newBuilder().setSimulationId(id).build())
                .getSimulation();
    }

    /** The row that every outcome would carry in every lane. */
    private static byte[] row(Outcome outcome, String name) {
        Column column = outcome.getObservationsList().stream()
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow();
        byte[] all = column.getValues().getData().toByteArray();
        byte[] first = Arrays.copyOf(all, all.length / LANES);
        for (int lane = 0; lane < LANES; lane++) {
            assertThat(Arrays.copyOfRange(all, lane * first.length, (lane + 1) * first.length))
                    .isEqualTo(first);
        }
        return first;
    }

    @Test
    void areSentOnceToWhoAsksForThat(@TempDir Path data) throws Exception {
        try (TestServer server = TestServer.start(data)) {
            Player player = server.player();
            String repeating = player.create(request(false));
            Outcome everything = player.reset(repeating, 1);
            assertThat(columns(everything.getObservationsList())).containsExactly("user", "document_ids", "documents");
            assertThat(get(player, repeating).getConstantsList()).isEmpty();

            Simulation opened = player.calls.create(request(true).build()).getSimulation();
            String id = opened.getSimulationId();
            assertThat(specs(opened.getObservationsList())).containsExactly("user");
            assertThat(specs(opened.getConstantObservationsList())).containsExactly("document_ids", "documents");
            assertThat(opened.getConstantObservationsList()).allMatch(TensorSpec::getConstant);
            for (Column constant : opened.getConstantsList()) {
                assertThat(constant.getValues().getData().toByteArray()).isEqualTo(row(everything, constant.getName()));
            }
            assertThat(opened.getConstants(1).getValues().getShapeList()).containsExactly(1L, (long) CANDIDATES, 20L);
            assertThat(get(player, id).getConstantsList()).isEqualTo(opened.getConstantsList());
            assertThat(player.calls.list(ListRequest.getDefaultInstance()).getSimulationsList())
                    .hasSize(2)
                    .allMatch(listed -> listed.getConstantsCount() == 0);

            assertThat(columns(player.reset(id, 1).getObservationsList())).containsExactly("user");
            assertThat(columns(player.calls.step(step(id, 2)).getOutcome().getObservationsList()))
                    .containsExactly("user");
        }
    }

    @Test
    void areThoseThatWereChosen(@TempDir Path data) throws Exception {
        try (TestServer server = TestServer.start(data)) {
            Player player = server.player();
            Simulation chosen = player.calls
                    .create(request(true)
                            .addObservations("document_cluster_id")
                            .addObservations("click")
                            .build())
                    .getSimulation();
            assertThat(specs(chosen.getObservationsList())).containsExactly("click");
            assertThat(columns(chosen.getConstantsList())).containsExactly("document_cluster_id");
            Simulation none = player.calls
                    .create(request(true).setNoObservations(true).build())
                    .getSimulation();
            assertThat(none.getConstantsList()).isEmpty();
            CreateRequest resampled = request(true)
                    .setConfig(Player.config(Map.of("num_candidates", CANDIDATES)))
                    .build();
            assertThat(player.calls.create(resampled).getSimulation().getConstantsList())
                    .isEmpty();
            assertThatThrownBy(() -> player.create(request(true).addObservations("nothing")))
                    .hasMessageContainingAll("INVALID_ARGUMENT", "observations[0]", "nothing", "documents");
        }
    }

    @Test
    void comeBackAfterARestart(@TempDir Path data) throws Exception {
        Simulation before;
        try (TestServer server = TestServer.start(data)) {
            Player player = server.player();
            String id = player.create(request(true).setRequestId("once"));
            player.reset(id, 1);
            before = get(player, id);
        }
        try (TestServer server = TestServer.start(data)) {
            Player player = server.player();
            Simulation after = get(player, before.getSimulationId());
            assertThat(after.getConstantsList()).isNotEmpty().isEqualTo(before.getConstantsList());
            assertThat(after.getConstantObservationsList()).isEqualTo(before.getConstantObservationsList());
            assertThat(columns(player.calls
                            .step(step(after.getSimulationId(), 2))
                            .getOutcome()
                            .getObservationsList()))
                    .containsExactly("user");
            assertThat(player.create(request(true).setRequestId("once"))).isEqualTo(after.getSimulationId());
            assertThatThrownBy(() -> player.create(request(false).setRequestId("once")))
                    .hasMessageContainingAll("INVALID_ARGUMENT", "request_id", "constants_once");
        }
    }

    @Test
    void countTowardsTheSizeOfAReply(@TempDir Path data) throws Exception {
        try (TestServer server = TestServer.start(data, "max-reply-size", "1000")) {
            Player player = server.player();
            player.create(request(true));
            assertThatThrownBy(() -> player.create(request(true)
                            .setConfig(Player.config(Map.of("num_candidates", 100, "resample_documents", false)))))
                    .hasMessageContainingAll("RESOURCE_EXHAUSTED", "max-reply-size");
        }
    }

    @Test
    void theJavaClientPutsThemIntoEveryResult(@TempDir Path data) throws Exception {
        try (TestServer server = TestServer.start(data);
                RecArenaClient client = RecArenaClient.connect(server.address());
                RemoteSimulation simulation = client.create(spec().config("time_budget", 8))) {
            Player player = server.player();
            byte[] expected = row(player.reset(player.create(request(false)), 1), "documents");
            int finals = 0;
            List<Result> results = new ArrayList<>(List.of(simulation.reset()));
            for (int i = 0; i < 20; i++) {
                results.add(simulation.step(Recommendation.slates(2, 0, 1, 2, 3, 4, 5)));
            }
            try (RemoteSimulation attached = client.attach(simulation.id())) {
                results.add(attached.observe());
                for (Result result : results) {
                    assertThat(columns(result.message().getObservationsList())).containsExactly("user");
                    checkRows(result.observation("documents"), LANES, expected);
                    finals += result.finalObservations().count();
                    checkRows(
                            result.finalObservations().observation("documents"),
                            result.finalObservations().count(),
                            expected);
                }
            }
            assertThat(finals).isPositive();
        }
    }

    private static void checkRows(ColumnView documents, int rows, byte[] expected) {
        assertThat(documents.rows()).isEqualTo(rows);
        for (int lane = 0; lane < rows; lane++) {
            assertThat(documents.rowLength(lane)).isEqualTo(expected.length);
            int[] row = documents.intRow(lane);
            for (int i = 0; i < row.length; i++) {
                assertThat(row[i]).isEqualTo(expected[i]);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ObservationLevel.class,
            names = {"OBSERVATION_LEVEL_COMPACT", "OBSERVATION_LEVEL_FULL", "OBSERVATION_LEVEL_NONE"})
    void areLoggedOnce(ObservationLevel level, @TempDir Path data) throws Exception {
        byte[] documents;
        try (TestServer server = TestServer.start(data)) {
            Player player = server.player();
            // Even where every reply repeats them.
            String id = player.create(request(false)
                    .addAllObservations(List.of("user", "documents", "document_cluster_id"))
                    .setLog(LogOptions.newBuilder().setObservations(level)));
            documents = row(player.reset(id, 1), "documents");
            for (long number = 2; number < 10; number++) {
                player.calls.step(step(id, number));
            }
        }
        int steps = 0;
        try (TrajectoryReader reader = TrajectoryReader.open(data.resolve("log"), StepFilter.all())) {
            for (LoggedStep step = reader.next(); step != null; step = reader.next()) {
                List<String> names = step.simulation().observationNames();
                assertThat(names).isEqualTo(expectedNames(level));
                assertThat(step.outcome().getObservationsCount()).isEqualTo(names.isEmpty() ? 0 : 1);
                for (int lane = 0; lane < LANES; lane++) {
                    double[] logged = step.next("documents", lane);
                    assertThat(step.after("documents", lane)).isEqualTo(logged);
                    assertThat(step.before("documents", lane)).isEqualTo(logged);
                    assertThat(logged).hasSize(names.isEmpty() ? 0 : documents.length);
                    for (int i = 0; i < logged.length; i++) {
                        assertThat(logged[i]).isEqualTo(documents[i]);
                    }
                }
                steps++;
            }
        }
        assertThat(steps).isEqualTo(9);
        StringWriter lines = new StringWriter();
        try (JsonLinesExporter exporter = new JsonLinesExporter(lines);
                TrajectoryReader reader = TrajectoryReader.open(data.resolve("log"), StepFilter.all())) {
            exporter.writeAll(reader);
        }
        String after = lines.toString().lines().findFirst().orElseThrow().split("\"after\":", -1)[1];
        assertThat(after).as("what comes after, without what stays").doesNotContain("documents");
        assertThat(lines.toString().contains("\"documents\":["))
                .isEqualTo(level != ObservationLevel.OBSERVATION_LEVEL_NONE);
    }

    private static List<String> expectedNames(ObservationLevel level) {
        return switch (level) {
            case OBSERVATION_LEVEL_COMPACT -> List.of("user", "document_ids", "documents");
            case OBSERVATION_LEVEL_FULL -> List.of("user", "document_ids", "documents", "document_cluster_id");
            default -> List.of();
        };
    }
}
