package org.recarena.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.recarena.client.Autoreset;
import org.recarena.client.PlayStream;
import org.recarena.client.RecArenaClient;
import org.recarena.client.RecArenaException;
import org.recarena.client.RemoteSimulation;
import org.recarena.client.Result;
import org.recarena.client.RetryPolicy;
import org.recarena.client.SimulationSpec;
import org.recarena.testcontainers.RecArenaContainer;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.utility.DockerImageName;

/** The server's image, as locked up as docker/compose.yaml locks it, driven from outside. */
@NeedsEngine
@Tag("slow")
class ServerImageTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LANES = 16;
    private static final int ITEMS = 10;
    private static final long TERMINATED_BY_SIGKILL = 137;

    private final String volume = "recarena-test-" + UUID.randomUUID();
    private final DockerClient engine = DockerClientFactory.instance().client();

    @AfterEach
    void removeTheVolume() {
        boolean used = engine.listVolumesCmd().exec().getVolumes().stream()
                .anyMatch(each -> each.getName().equals(volume));
        if (used) {
            engine.removeVolumeCmd(volume).exec();
        }
    }

    /** What a client was told about one step: which, what it had asked for, and what came of it. */
    private record Acknowledged(long step, List<Integer> actions, List<Double> rewards) {}

    private RecArenaContainer server() {
        return new RecArenaContainer(Images.server()).withCreateContainerCmdModifier(command -> {
            HostConfig host = Objects.requireNonNull(command.getHostConfig());
            host.withReadonlyRootfs(true).withCapDrop(Capability.ALL);
        });
    }

    private static SimulationSpec spec(String policy) {
        return SimulationSpec.of("RecoGym-v1")
                .config("num_products", ITEMS)
                .seed(7)
                .lanes(LANES)
                .autoreset(Autoreset.SAME_STEP)
                .label("policy", policy);
    }

    private static RecArenaClient connect(RecArenaContainer server) {
        return RecArenaClient.builder(server.grpcAddress())
                .retries(RetryPolicy.none())
                .connect();
    }

    private static int[] actions(long step) {
        int[] actions = new int[LANES];
        for (int lane = 0; lane < LANES; lane++) {
            actions[lane] = (int) ((step * 7 + lane) % ITEMS);
        }
        return actions;
    }

    private static Acknowledged step(PlayStream stream, long next) {
        int[] actions = actions(next);
        Result result = stream.step(actions);
        assertThat(result.step()).isEqualTo(next);
        return new Acknowledged(
                next,
                Arrays.stream(actions).boxed().toList(),
                IntStream.range(0, LANES).mapToObj(result::reward).toList());
    }

    @Test
    void leavesRoomBesideHeapAndDirectMemory() throws Exception {
        try (RecArenaContainer server = server()) {
            server.withEnv("RECARENA_JAVA_OPTS", "-XX:+PrintCommandLineFlags")
                    .withCreateContainerCmdModifier(command ->
                            Objects.requireNonNull(command.getHostConfig()).withMemory(768L << 20));
            server.start();
            // Where the engine cannot limit memory, all of the machine's is the container's.
            double memory = server.execInContainer(
                            "sh",
                            "-c",
                            "cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes; "
                                    + "awk '/^MemTotal/ { print $2 \"000\" }' /proc/meminfo")
                    .getStdout()
                    .lines()
                    .filter(line -> line.matches("[0-9]+"))
                    .mapToDouble(Double::parseDouble)
                    .min()
                    .orElseThrow();
            double direct = flag(server, "MaxDirectMemorySize");
            assertThat(direct / memory).isBetween(0.15, 0.25);
            assertThat((direct + flag(server, "MaxHeapSize")) / memory).isBetween(0.7, 0.85);
        }
    }

    private static double flag(RecArenaContainer server, String name) {
        Matcher found = Pattern.compile("-XX:" + name + "=([0-9]+)").matcher(server.getLogs());
        assertThat(found.find()).as(name).isTrue();
        return Double.parseDouble(found.group(1));
    }

    @Test
    void servesWithoutRightsAndIsObserved() throws Exception {
        try (RecArenaContainer server = server()) {
            server.start();
            try (RecArenaClient client = connect(server);
                    RemoteSimulation users = client.create(spec("testing"));
                    PlayStream stream = users.play()) {
                stream.reset();
                for (long step = 2; step < 12; step++) {
                    step(stream, step);
                }
                assertThat(metrics(server))
                        .contains(
                                "recarena_lane_steps_total{environment=\"RecoGym-v1\",policy=\"testing\"} 160.0",
                                "recarena_lanes_active 16.0");
            }
            assertThat(server.execInContainer("id", "-u").getStdout()).isEqualToIgnoringNewLines("10001");
            assertThat(server.execInContainer("touch", "/opt/recarena/x").getExitCode())
                    .isNotZero();
            assertThat(server.execInContainer("touch", "/x").getStderr()).contains("Read-only");
            ExecResult health = server.execInContainer("recarena", "health");
            assertThat(health.getStdout()).isEqualToIgnoringNewLines("127.0.0.1:50051 is SERVING");
            assertThat(health.getExitCode()).isZero();
            assertThat(server.execInContainer("recarena", "environments").getStdout())
                    .contains("RecoGym-v1");
            assertThat(server.execInContainer("cat", "/proc/1/maps").getStdout())
                    .as("classes come from the archive, and Netty's native transport is loaded, without a /tmp")
                    .contains("/opt/recarena/recarena.jsa", "/opt/recarena/native/libnetty_transport_native_epoll");
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(
                                    inspect(server).getState().getHealth().getStatus())
                            .isEqualTo("healthy"));
        }
    }

    private static String metrics(RecArenaContainer server) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(server.metricsAddress()).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private InspectContainerResponse inspect(GenericContainer<?> container) {
        return engine.inspectContainerCmd(container.getContainerId()).exec();
    }

    @Test
    void aPythonAgentPlaysFromAContainerOfItsOwn() throws Exception {
        try (Network network = Network.newNetwork();
                RecArenaContainer server = server().withNetwork(network).withNetworkAliases("arena");
                GenericContainer<?> agent = new GenericContainer<>(DockerImageName.parse(Images.pythonAgent()))) {
            server.start();
            agent.withNetwork(network)
                    .withCommand(
                            "python",
                            "-m",
                            "recarena.train",
                            "--address=arena:50051",
                            "--config={\"num_products\": 10}",
                            "--agent=epsilon-greedy",
                            "--episodes=64",
                            "--lanes=16")
                    .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(Duration.ofMinutes(1)));
            agent.start();
            List<String> lines = agent.getLogs().lines().toList();
            JsonNode summary = JSON.readTree(lines.get(lines.size() - 1));
            assertThat(summary.path("event").asText()).isEqualTo("summary");
            assertThat(summary.path("episodes").asInt()).isEqualTo(64);
            assertThat(metrics(server)).contains("policy=\"epsilon-greedy\"");
        }
    }

    @Test
    void whatWasAcknowledgedIsThereAfterAStopAndAfterAKill() throws Exception {
        List<Acknowledged> acknowledged = new ArrayList<>();
        String id;
        try (RecArenaContainer server = server().withDataVolume(volume)) {
            server.start();
            try (RecArenaClient client = connect(server)) {
                RemoteSimulation users = client.create(spec("kept"));
                id = users.id();
                PlayStream stream = users.play();
                stream.reset();
                for (long step = 2; step < 100; step++) {
                    acknowledged.add(step(stream, step));
                }
                // The stream stays open: a stop must not wait for it, nor lose what was played on it.
                engine.stopContainerCmd(server.getContainerId()).withTimeout(10).exec();
            }
            assertThat(inspect(server).getState().getExitCodeLong())
                    .as("the server ended by itself, before the engine's patience did")
                    .isZero();
        }
        try (RecArenaContainer server = server().withDataVolume(volume)) {
            server.start();
            try (RecArenaClient client = connect(server)) {
                playUntilKilled(server, client.attach(id), acknowledged);
            }
            assertThat(inspect(server).getState().getExitCodeLong()).isEqualTo(TERMINATED_BY_SIGKILL);
        }
        try (RecArenaContainer server = server().withDataVolume(volume)) {
            server.start();
            String log = server.execInContainer("recarena", "log", "/data").getStdout();
            assertLogged(log, id, acknowledged);
            try (RecArenaClient client = connect(server)) {
                RemoteSimulation users = client.attach(id);
                long last = users.resume();
                // The step under way when the kill came may have been done, though its answer was lost.
                long told = acknowledged.get(acknowledged.size() - 1).step();
                assertThat(last).isBetween(told, told + 1);
                step(users.play(), last + 1);
            }
        }
    }

    /** Plays on from another thread, and kills the server when some steps more are done: in the midst of one. */
    private void playUntilKilled(RecArenaContainer server, RemoteSimulation users, List<Acknowledged> acknowledged)
            throws InterruptedException {
        long first = users.resume() + 1;
        CountDownLatch started = new CountDownLatch(200);
        Thread player = new Thread(() -> {
            try {
                PlayStream stream = users.play();
                for (long step = first; ; step++) {
                    acknowledged.add(step(stream, step));
                    started.countDown();
                }
            } catch (RecArenaException killed) {
                return; // What this is about.
            }
        });
        player.start();
        assertThat(started.await(1, TimeUnit.MINUTES)).isTrue();
        engine.killContainerCmd(server.getContainerId()).withSignal("KILL").exec();
        player.join(TimeUnit.MINUTES.toMillis(1));
        assertThat(player.isAlive()).isFalse();
    }

    private static void assertLogged(String log, String simulation, List<Acknowledged> acknowledged)
            throws IOException {
        Map<String, JsonNode> rows = new HashMap<>();
        for (String line : log.lines().toList()) {
            JsonNode row = JSON.readTree(line);
            assertThat(row.path("simulation").asText()).isEqualTo(simulation);
            rows.put(row.path("step").asLong() + "/" + row.path("lane").asInt(), row);
        }
        assertThat(acknowledged).hasSizeGreaterThan(290);
        for (Acknowledged each : acknowledged) {
            for (int lane = 0; lane < LANES; lane++) {
                JsonNode row = rows.get(each.step() + "/" + lane);
                assertThat(row).as("step %d of lane %d", each.step(), lane).isNotNull();
                assertThat(row.path("action").asInt()).isEqualTo(each.actions().get(lane));
                assertThat(row.path("reward").asDouble())
                        .isEqualTo(each.rewards().get(lane));
            }
        }
    }
}
