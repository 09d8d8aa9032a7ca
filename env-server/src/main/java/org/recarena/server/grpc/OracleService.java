package org.recarena.server.grpc;

import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.recarena.server.hosting.LimitException;
import org.recarena.server.hosting.Simulations;
import org.recarena.server.wire.OutcomeCodec;
import org.recarena.simulator.Lanes;
import org.recarena.simulator.Simulation;
import org.recarena.simulator.input.WrongStateException;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.space.TensorSpec;
import org.recarena.v1.GetClickProbabilitiesRequest;
import org.recarena.v1.GetClickProbabilitiesResponse;
import org.recarena.v1.GetTwinRequest;
import org.recarena.v1.GetTwinResponse;
import org.recarena.v1.GetUsersRequest;
import org.recarena.v1.GetUsersResponse;
import org.recarena.v1.GetWorldRequest;
import org.recarena.v1.GetWorldResponse;
import org.recarena.v1.OracleServiceGrpc;

/** Serves ground truth, to those who may have it. */
final class OracleService extends OracleServiceGrpc.OracleServiceImplBase {

    private final Simulations simulations;
    private final long maxReplyBytes;

    /** Serves ground truth in replies of at most so many bytes. */
    OracleService(Simulations simulations, long maxReplyBytes) {
        this.simulations = simulations;
        this.maxReplyBytes = maxReplyBytes;
    }

    @Override
    public void getWorld(GetWorldRequest request, StreamObserver<GetWorldResponse> replies) {
        Unary.answerLater(
                replies,
                () -> ask(request.getSimulationId(), simulation -> {
                    GetWorldResponse.Builder reply = GetWorldResponse.newBuilder();
                    simulation
                            .world()
                            .parameters()
                            .forEach((name, parameter) -> reply.addParameters(
                                    OutcomeCodec.column(name, parameter.shape(), parameter.values())));
                    return reply.build();
                }));
    }

    @Override
    public void getClickProbabilities(
            GetClickProbabilitiesRequest request, StreamObserver<GetClickProbabilitiesResponse> replies) {
        Unary.answerLater(
                replies,
                () -> ask(request.getSimulationId(), simulation -> {
                    requireUsers(simulation);
                    int lanes = simulation.laneCount();
                    int items = simulation.world().spaces().action().itemCount();
                    checkSize((long) Double.BYTES * lanes * items);
                    double[] probabilities = new double[lanes * items];
                    for (int lane = 0; lane < lanes; lane++) {
                        simulation.lanes().clickProbabilities(lane, probabilities, lane * items);
                    }
                    return GetClickProbabilitiesResponse.newBuilder()
                            .setStep(simulation.stepNumber())
                            .setProbabilities(OutcomeCodec.tensor(List.of(lanes, items), probabilities))
                            .build();
                }));
    }

    @Override
    public void getUsers(GetUsersRequest request, StreamObserver<GetUsersResponse> replies) {
        Unary.answerLater(
                replies,
                () -> ask(request.getSimulationId(), simulation -> {
                    requireUsers(simulation);
                    GetUsersResponse.Builder reply =
                            GetUsersResponse.newBuilder().setStep(simulation.stepNumber());
                    Lanes lanes = simulation.lanes();
                    List<TensorSpec> states = lanes.userStates();
                    long row = states.stream()
                            .mapToLong(state ->
                                    (long) state.elements() * state.dataType().bytes())
                            .sum();
                    checkSize(row * simulation.laneCount());
                    for (int state = 0; state < states.size(); state++) {
                        Column column = new Column(states.get(state), simulation.laneCount());
                        for (int lane = 0; lane < simulation.laneCount(); lane++) {
                            lanes.userState(state, lane, column);
                        }
                        reply.addStates(OutcomeCodec.column(column));
                    }
                    return reply.build();
                }));
    }

    @Override
    public void getTwin(GetTwinRequest request, StreamObserver<GetTwinResponse> replies) {
        Unary.answerLater(
                replies,
                () -> ask(request.getSimulationId(), simulation -> {
                    requireUsers(simulation);
                    return TwinReply.of(simulation, request);
                }));
    }

    private <T> CompletionStage<T> ask(String simulationId, Function<Simulation, T> question) {
        Caller.current().requireOracle();
        return simulations.find(simulationId).query(question);
    }

    private void checkSize(long bytes) {
        if (bytes > maxReplyBytes) {
            throw LimitException.of("bytes in the reply", bytes, maxReplyBytes, "max-reply-size");
        }
    }

    private static void requireUsers(Simulation simulation) {
        if (simulation.stepNumber() == 0) {
            throw new WrongStateException("nothing was reset yet, so there are no users");
        }
    }
}
