package org.recarena.server.dmenv;

import com.google.protobuf.ByteString;
import dm_env_rpc.v1.EnvironmentStateType;
import dm_env_rpc.v1.StepRequest;
import dm_env_rpc.v1.StepResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.recarena.server.hosting.HostedSimulation;
import org.recarena.server.hosting.ReplyListener;
import org.recarena.v1.DataType;
import org.recarena.v1.Outcome;
import org.recarena.v1.Propensities;
import org.recarena.v1.ResetRequest;
import org.recarena.v1.Tensor;

/**
 * A world and the agent in it: where its episode stands, and what waits for its next step. Used by one request at a
 * time, except for {@link #interrupt}, which others may call.
 */
final class JoinedWorld {

    private final HostedSimulation simulation;
    private final AgentSpecs specs;
    private final AtomicReference<Optional<Interruption>> interruption = new AtomicReference<>(Optional.empty());

    private boolean running;
    private OptionalLong seed = OptionalLong.empty();
    private OptionalDouble propensity = OptionalDouble.empty();
    private final Map<String, String> labels = new TreeMap<>();

    /** What another stream did to this world. */
    private record Interruption(OptionalLong seed) {}

    /** An agent that has played nothing yet. */
    JoinedWorld(HostedSimulation simulation) {
        this.simulation = simulation;
        this.specs = new AgentSpecs(simulation.setup());
    }

    String name() {
        return simulation.setup().id();
    }

    HostedSimulation simulation() {
        return simulation;
    }

    AgentSpecs specs() {
        return specs;
    }

    /** Gives the episode up; the next one's users, and those after it, come from the seed, if one is given. */
    void reset(OptionalLong newSeed) {
        running = false;
        if (newSeed.isPresent()) {
            seed = newSeed;
        }
    }

    /** Cuts the episode off: the next step is told so. */
    void interrupt(OptionalLong newSeed) {
        interruption.set(Optional.of(new Interruption(newSeed)));
    }

    /** The probability with which the agent chose what its next step shows. */
    void propensity(double probability) {
        propensity = OptionalDouble.of(probability);
    }

    /** A label that is set from the next step on. */
    void label(String key, String value) {
        labels.put(key, value);
    }

    /** Plays a step, or begins an episode where none is running. */
    CompletableFuture<StepResponse> step(StepRequest request) {
        List<Long> requested = request.getRequestedObservationsList();
        specs.checkRequested(requested);
        Optional<Interruption> cut = interruption.getAndSet(Optional.empty());
        if (cut.isPresent()) {
            boolean wasRunning = running;
            reset(cut.get().seed());
            if (wasRunning) {
                return answer(simulation::observe)
                        .thenApply(last -> response(EnvironmentStateType.INTERRUPTED, requested, last));
            }
        }
        return running ? play(request, requested) : begin(requested);
    }

    private CompletableFuture<StepResponse> begin(List<Long> requested) {
        ResetRequest.Builder reset = ResetRequest.newBuilder().putAllLabels(labels);
        seed.ifPresent(reset::addLaneSeeds);
        labels.clear();
        propensity = OptionalDouble.empty();
        return answer(listener -> simulation.reset(reset.build(), listener)).thenCompose(first -> {
            seed = OptionalLong.empty();
            if (first.getTerminated().byteAt(0) != 0) { // The user left before anything could be recommended.
                return begin(requested);
            }
            running = true;
            return CompletableFuture.completedFuture(response(EnvironmentStateType.RUNNING, requested, first));
        });
    }

    private CompletableFuture<StepResponse> play(StepRequest request, List<Long> requested) {
        org.recarena.v1.StepRequest.Builder step = org.recarena.v1.StepRequest.newBuilder()
                .setActions(specs.actions(request.getActionsMap()))
                .putAllLabels(labels);
        propensity.ifPresent(
                chosen -> step.setPropensities(Propensities.newBuilder().setChosen(tensor(chosen))));
        labels.clear();
        propensity = OptionalDouble.empty();
        return answer(listener -> simulation.step(step.build(), listener)).thenApply(outcome -> {
            EnvironmentStateType state = state(outcome);
            running = state == EnvironmentStateType.RUNNING;
            return response(state, requested, outcome);
        });
    }

    private static EnvironmentStateType state(Outcome outcome) {
        if (outcome.getTerminated().byteAt(0) != 0) {
            return EnvironmentStateType.TERMINATED;
        }
        return outcome.getTruncated().byteAt(0) != 0 ? EnvironmentStateType.INTERRUPTED : EnvironmentStateType.RUNNING;
    }

    private StepResponse response(EnvironmentStateType state, List<Long> requested, Outcome outcome) {
        StepResponse.Builder response = StepResponse.newBuilder().setState(state);
        requested.forEach(number -> response.putObservations(number, specs.observe(number, outcome)));
        return response.build();
    }

    private static Tensor tensor(double probability) {
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return Tensor.newBuilder()
                .setDataType(DataType.DATA_TYPE_FLOAT64)
                .addShape(1)
                .setData(ByteString.copyFrom(bytes.putDouble(0, probability)))
                .build();
    }

    private interface Question {
        void ask(ReplyListener listener);
    }

    private static CompletableFuture<Outcome> answer(Question question) {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        question.ask(new ReplyListener() {
            @Override
            public void replied(Outcome outcome) {
                answer.complete(outcome);
            }

            @Override
            public void refused(RuntimeException refusal) {
                answer.completeExceptionally(refusal);
            }
        });
        return answer;
    }
}
