package org.recarena.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Code;
import dm_env_rpc.v1.CreateWorldRequest;
import dm_env_rpc.v1.EnvironmentGrpc;
import dm_env_rpc.v1.EnvironmentRequest;
import dm_env_rpc.v1.EnvironmentResponse;
import dm_env_rpc.v1.EnvironmentResponse.PayloadCase;
import dm_env_rpc.v1.EnvironmentStateType;
import dm_env_rpc.v1.JoinWorldRequest;
import dm_env_rpc.v1.LeaveWorldRequest;
import dm_env_rpc.v1.ResetWorldRequest;
import dm_env_rpc.v1.StepRequest;
import dm_env_rpc.v1.Tensor;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.recarena.v1.AutoresetMode;

/**
 * What the compliance suite, which runs with the tests of the Python package, leaves open: order, stopping, limits, and
 * that worlds are simulations like others.
 */
class DmEnvTest {

    /** A stream of one agent. */
    private static final class Agent implements StreamObserver<EnvironmentResponse> {
        private final BlockingQueue<EnvironmentResponse> responses = new LinkedBlockingQueue<>();
        private final CompletableFuture<Status> ended = new CompletableFuture<>();
        private final StreamObserver<EnvironmentRequest> requests;

        Agent(Channel channel) {
            requests = EnvironmentGrpc.newStub(channel).process(this);
        }

        void send(EnvironmentRequest request) {
            requests.onNext(request);
        }

        EnvironmentResponse next() throws InterruptedException {
            EnvironmentResponse response = responses.poll(30, TimeUnit.SECONDS);
            if (response == null) {
                throw new AssertionError("no response within 30 s");
            }
            return response;
        }

        EnvironmentResponse ask(EnvironmentRequest request) throws InterruptedException {
            send(request);
            return next();
        }

        String create() throws InterruptedException {
            EnvironmentResponse response = ask(createWorld());
            assertThat(response.getPayloadCase()).as("%s", response).isEqualTo(PayloadCase.CREATE_WORLD);
            return response.getCreateWorld().getWorldName();
        }

        EnvironmentStateType step() throws InterruptedException {
            EnvironmentResponse response = ask(stepRequest());
            assertThat(response.getPayloadCase()).as("%s", response).isEqualTo(PayloadCase.STEP);
            return response.getStep().getState();
        }

        @Override
        public void onNext(EnvironmentResponse response) {
            responses.add(response);
        }

        @Override
        public void onError(Throwable error) {
            ended.complete(Status.fromThrowable(error));
        }

        @Override
        public void onCompleted() {
            ended.complete(Status.OK);
        }
    }

    private static EnvironmentRequest createWorld() {
        Tensor id = Tensor.newBuilder()
                .setStrings(Tensor.StringArray.newBuilder().addArray("RecoGym-v1"))
                .build();
        return EnvironmentRequest.newBuilder()
                .setCreateWorld(CreateWorldRequest.newBuilder().putSettings("environment", id))
                .build();
    }

    private static EnvironmentRequest join(String world) {
        return EnvironmentRequest.newBuilder()
                .setJoinWorld(JoinWorldRequest.newBuilder().setWorldName(world))
                .build();
    }

    private static EnvironmentRequest stepRequest() {
        return EnvironmentRequest.newBuilder()
                .setStep(StepRequest.getDefaultInstance())
                .build();
    }

    @Test
    void whatIsSentAheadIsAnsweredInOrder(@TempDir Path data) throws Exception {
        try (TestServer server = TestServer.start(data)) {
            Agent agent = new Agent(server.connect());
            agent.send(createWorld());
            String world = agent.next().getCreateWorld().getWorldName();
            agent.send(stepRequest()); // Refused: not joined yet.
            agent.send(join(world));
            for (int i = 0; i < 100; i++) {
                agent.send(stepRequest());
            }
            agent.send(EnvironmentRequest.newBuilder()
                    .setLeaveWorld(LeaveWorldRequest.getDefaultInstance())
                    .build());
            agent.send(EnvironmentRequest.getDefaultInstance());
            agent.requests.onCompleted();
            EnvironmentResponse early = agent.next();
            assertThat(early.getError().getCode()).isEqualTo(Code.FAILED_PRECONDITION_VALUE);
            assertThat(agent.next().getPayloadCase()).isEqualTo(PayloadCase.JOIN_WORLD);
            for (int i = 0; i < 100; i++) {
                assertThat(agent.next().getPayloadCase()).isEqualTo(PayloadCase.STEP);
            }
            assertThat(agent.next().getPayloadCase()).isEqualTo(PayloadCase.LEAVE_WORLD);
            assertThat(agent.next().getError().getCode()).isEqualTo(Code.INVALID_ARGUMENT_VALUE);
            assertThat(agent.ended.get(30, TimeUnit.SECONDS).isOk()).isTrue();
        }
    }

    @Test
    @Timeout(20)
    void anIdleStreamDoesNotHoldUpTheStop(@TempDir Path data) throws Exception {
        try (TestServer server = TestServer.start(data, "drain-timeout", "60s")) {
            Agent agent = new Agent(server.connect());
            agent.ask(join(agent.create()));
            assertThat(agent.step()).isEqualTo(EnvironmentStateType.RUNNING);
            server.stop();
            assertThat(agent.ended.get(30, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        }
    }

    @Test
    void aWorldSurvivesARestart(@TempDir Path data) throws Exception {
        String world;
        try (TestServer server = TestServer.start(data)) {
            Agent agent = new Agent(server.connect());
            world = agent.create();
            agent.ask(join(world));
            agent.step();
            agent.step();
        }
        try (TestServer server = TestServer.start(data)) {
            Agent agent = new Agent(server.connect());
            assertThat(agent.ask(join(world)).getPayloadCase()).isEqualTo(PayloadCase.JOIN_WORLD);
            assertThat(agent.step()).isEqualTo(EnvironmentStateType.RUNNING);
            assertThat(server.player()
                            .calls
                            .get(org.recarena.v1.GetRequest.newBuilder()
                                    .setSimulationId(world)
                                    .build())
                            .getSimulation()
                            .getStep())
                    .isEqualTo(3);
        }
    }

    @Test
    void limitsHoldForWorlds(@TempDir Path data) throws Exception {
        try (TestServer server = TestServer.start(data, "max-simulations-per-client", "1")) {
            Agent agent = new Agent(server.connect());
            agent.create();
            EnvironmentResponse refused = agent.ask(createWorld());
            assertThat(refused.getError().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED_VALUE);
            assertThat(refused.getError().getMessage()).contains("max-simulations-per-client");
        }
    }

    @Test
    void onlySimulationsOfOneLaneAreWorlds(@TempDir Path data) throws Exception {
        try (TestServer server = TestServer.start(data)) {
            Player player = server.player();
            Agent agent = new Agent(server.connect());
            String lanes = player.create(Player.recoGym(2, 1).setAutoreset(AutoresetMode.AUTORESET_MODE_DISABLED));
            assertThat(agent.ask(join(lanes)).getError().getMessage()).contains("has 2 lanes");
            String begins = player.create(Player.recoGym(1, 1));
            assertThat(agent.ask(join(begins)).getError().getMessage()).contains("autoreset SAME_STEP");
            String world = player.create(Player.recoGym(1, 1).setAutoreset(AutoresetMode.AUTORESET_MODE_DISABLED));
            assertThat(agent.ask(join(world)).getPayloadCase()).isEqualTo(PayloadCase.JOIN_WORLD);
            assertThat(agent.step()).isEqualTo(EnvironmentStateType.RUNNING);
        }
    }

    /** An agent may sit in a world whose episode others reset before it has played at all. */
    @Test
    void resettingAWorldThatHasNotBegunInterruptsNothing(@TempDir Path data) throws Exception {
        try (TestServer server = TestServer.start(data)) {
            Agent agent = new Agent(server.connect());
            Agent other = new Agent(server.connect());
            String world = agent.create();
            agent.ask(join(world));
            EnvironmentResponse reset = other.ask(EnvironmentRequest.newBuilder()
                    .setResetWorld(ResetWorldRequest.newBuilder().setWorldName(world))
                    .build());
            assertThat(reset.getPayloadCase()).isEqualTo(PayloadCase.RESET_WORLD);
            assertThat(agent.step()).isEqualTo(EnvironmentStateType.RUNNING);
        }
    }
}
