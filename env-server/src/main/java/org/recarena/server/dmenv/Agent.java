package org.recarena.server.dmenv;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dm_env_rpc.v1.CreateWorldResponse;
import dm_env_rpc.v1.DestroyWorldResponse;
import dm_env_rpc.v1.EnvironmentRequest;
import dm_env_rpc.v1.EnvironmentResponse;
import dm_env_rpc.v1.JoinWorldRequest;
import dm_env_rpc.v1.JoinWorldResponse;
import dm_env_rpc.v1.LeaveWorldResponse;
import dm_env_rpc.v1.ResetRequest;
import dm_env_rpc.v1.ResetResponse;
import dm_env_rpc.v1.ResetWorldResponse;
import dm_env_rpc.v1.extensions.properties.PropertyRequest;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.simulator.input.WrongStateException;

/**
 * What one stream asks for, and the world that it is in. Requests come one at a time, each after the last one's answer;
 * {@link #leave()} may come at any time.
 */
final class Agent {

    private final Worlds worlds;
    private final String caller;
    private volatile Optional<JoinedWorld> joined = Optional.empty();

    /** An agent of a client, who is named for limits. */
    Agent(Worlds worlds, String caller) {
        this.worlds = worlds;
        this.caller = caller;
    }

    /** The answer, or what refuses the request: thrown, or in the stage. */
    CompletionStage<EnvironmentResponse> handle(EnvironmentRequest request) {
        return switch (request.getPayloadCase()) {
            case CREATE_WORLD ->
                worlds.create(request.getCreateWorld(), caller)
                        .thenApply(name -> answer().setCreateWorld(
                                        CreateWorldResponse.newBuilder().setWorldName(name))
                                .build());
            case JOIN_WORLD -> done(answer().setJoinWorld(join(request.getJoinWorld())));
            case STEP ->
                current()
                        .step(request.getStep())
                        .thenApply(step -> answer().setStep(step).build());
            case RESET -> done(answer().setReset(reset(request.getReset())));
            case RESET_WORLD -> {
                worlds.reset(request.getResetWorld(), joined);
                yield done(answer().setResetWorld(ResetWorldResponse.getDefaultInstance()));
            }
            case LEAVE_WORLD -> {
                leave();
                yield done(answer().setLeaveWorld(LeaveWorldResponse.getDefaultInstance()));
            }
            case DESTROY_WORLD -> {
                String name = request.getDestroyWorld().getWorldName();
                yield worlds.destroy(name, joined)
                        .thenApply(gone -> answer().setDestroyWorld(DestroyWorldResponse.getDefaultInstance())
                                .build());
            }
            case EXTENSION ->
                property(request.getExtension())
                        .thenApply(value -> answer().setExtension(value).build());
            case PAYLOAD_NOT_SET ->
                throw new InvalidInputException("payload", "is missing; a request holds exactly one");
        };
    }

    private static EnvironmentResponse.Builder answer() {
        return EnvironmentResponse.newBuilder();
    }

    private static CompletionStage<EnvironmentResponse> done(EnvironmentResponse.Builder answer) {
        return CompletableFuture.completedFuture(answer.build());
    }

    private JoinWorldResponse join(JoinWorldRequest request) {
        if (joined.isPresent()) {
            throw new WrongStateException("this stream is in world "
                    + joined.get().name() + "; an agent joins one world at a time, and leaves it first");
        }
        JoinedWorld world = worlds.join(request);
        joined = Optional.of(world);
        return JoinWorldResponse.newBuilder().setSpecs(world.specs().describe()).build();
    }

    private ResetResponse reset(ResetRequest request) {
        JoinedWorld world = current();
        world.reset(WorldSettings.userSeed(request.getSettingsMap()));
        return ResetResponse.newBuilder().setSpecs(world.specs().describe()).build();
    }

    private JoinedWorld current() {
        return joined.orElseThrow(
                () -> new WrongStateException("this stream is in no world; steps and resets need join_world first"));
    }

    private CompletionStage<Any> property(Any extension) {
        if (!extension.is(PropertyRequest.class)) {
            throw new UnsupportedOperationException("extension is \"" + extension.getTypeUrl()
                    + "\"; this server has dm_env_rpc.v1.extensions.properties.PropertyRequest");
        }
        PropertyRequest request;
        try {
            request = extension.unpack(PropertyRequest.class);
        } catch (InvalidProtocolBufferException malformed) {
            throw new InvalidInputException("extension", "is not a valid protocol buffer: " + malformed.getMessage());
        }
        return new Properties(worlds, joined).answer(request).thenApply(Any::pack);
    }

    /** Leaves the world, if there is one. */
    void leave() {
        Optional<JoinedWorld> left = joined;
        joined = Optional.empty();
        left.ifPresent(worlds::leave);
    }
}
