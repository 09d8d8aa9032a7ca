package org.recarena.server.grpc;

import com.google.rpc.Code;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.recarena.server.hosting.HostedSimulation;
import org.recarena.server.hosting.ReplyListener;
import org.recarena.server.hosting.Simulations;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.v1.CloseReason;
import org.recarena.v1.CreateRequest;
import org.recarena.v1.CreateResponse;
import org.recarena.v1.DeleteRequest;
import org.recarena.v1.DeleteResponse;
import org.recarena.v1.ForkRequest;
import org.recarena.v1.ForkResponse;
import org.recarena.v1.GetRequest;
import org.recarena.v1.GetResponse;
import org.recarena.v1.ListRequest;
import org.recarena.v1.ListResponse;
import org.recarena.v1.ObserveRequest;
import org.recarena.v1.ObserveResponse;
import org.recarena.v1.Outcome;
import org.recarena.v1.PlayRequest;
import org.recarena.v1.PlayResponse;
import org.recarena.v1.ResetRequest;
import org.recarena.v1.ResetResponse;
import org.recarena.v1.SimulationServiceGrpc;
import org.recarena.v1.StepRequest;
import org.recarena.v1.StepResponse;

/** Serves simulations: opening, playing, closing. Nothing here blocks. */
final class SimulationService extends SimulationServiceGrpc.SimulationServiceImplBase {

    private static final int PAGE = 100;

    private final Simulations simulations;
    private final Consumer<Code> refusals;
    private final Set<PlaySession> sessions = ConcurrentHashMap.newKeySet();

    /** Serves simulations; {@code refusals} counts the requests that are refused on streams. */
    SimulationService(Simulations simulations, Consumer<Code> refusals) {
        this.simulations = simulations;
        this.refusals = refusals;
    }

    @Override
    public void create(CreateRequest request, StreamObserver<CreateResponse> replies) {
        Caller caller = Caller.current();
        Unary.answerLater(replies, () -> {
            if (request.getLog().getGroundTruth()) {
                caller.requireOracle();
            }
            return simulations
                    .create(request, caller.name())
                    .thenApply(created -> CreateResponse.newBuilder()
                            .setSimulation(created.simulation().describe())
                            .addAllWarnings(created.warnings())
                            .build());
        });
    }

    @Override
    public void fork(ForkRequest request, StreamObserver<ForkResponse> replies) {
        Caller caller = Caller.current();
        Unary.answerLater(
                replies,
                () -> simulations
                        .fork(request, caller.name(), from -> {
                            if (from.log().getGroundTruth()) {
                                caller.requireOracle();
                            }
                        })
                        .thenApply(forked -> ForkResponse.newBuilder()
                                .setSimulation(forked.simulation().describe())
                                .build()));
    }

    @Override
    public void get(GetRequest request, StreamObserver<GetResponse> replies) {
        Unary.answer(
                replies,
                () -> GetResponse.newBuilder()
                        .setSimulation(
                                simulations.find(request.getSimulationId()).describe())
                        .build());
    }

    @Override
    public void list(ListRequest request, StreamObserver<ListResponse> replies) {
        boolean showsHandles = Caller.current().permissions().contains(Caller.Permission.ADMINISTRATION);
        Unary.answer(replies, () -> page(request, showsHandles));
    }

    private ListResponse page(ListRequest request, boolean showsHandles) {
        if (request.getPageSize() < 0) {
            throw new InvalidInputException("page_size", "is " + request.getPageSize() + "; it must not be negative");
        }
        int size = request.getPageSize() == 0 ? PAGE : Math.min(PAGE, request.getPageSize());
        Predicate<HostedSimulation> isOnPage = isAfter(request.getPageToken());
        List<HostedSimulation> matching = simulations.all().stream()
                .filter(hosted -> hasAll(hosted.labels(), request.getLabelsMap()))
                .filter(isOnPage)
                .toList();
        ListResponse.Builder reply = ListResponse.newBuilder();
        matching.stream().limit(size).forEach(hosted -> {
            org.recarena.v1.Simulation.Builder entry = hosted.summarize().toBuilder();
            reply.addSimulations(showsHandles ? entry : entry.clearSimulationId());
        });
        if (matching.size() > size) {
            reply.setNextPageToken(PagePosition.of(matching.get(size - 1)).token());
        }
        return reply.build();
    }

    private static Predicate<HostedSimulation> isAfter(String pageToken) {
        if (pageToken.isEmpty()) {
            return hosted -> true;
        }
        PagePosition last = PagePosition.parse(pageToken);
        return hosted -> PagePosition.of(hosted).compareTo(last) > 0;
    }

    private static boolean hasAll(Map<String, String> labels, Map<String, String> wanted) {
        return labels.entrySet().containsAll(wanted.entrySet());
    }

    @Override
    public void delete(DeleteRequest request, StreamObserver<DeleteResponse> replies) {
        Unary.answerLater(
                replies,
                () -> simulations
                        .close(request.getSimulationId(), CloseReason.CLOSE_REASON_DELETED)
                        .thenApply(done -> DeleteResponse.getDefaultInstance()));
    }

    @Override
    public void reset(ResetRequest request, StreamObserver<ResetResponse> replies) {
        perform(
                request.getSimulationId(),
                replies,
                outcome -> ResetResponse.newBuilder().setOutcome(outcome).build(),
                (simulation, listener) -> simulation.reset(request, listener));
    }

    @Override
    public void step(StepRequest request, StreamObserver<StepResponse> replies) {
        perform(
                request.getSimulationId(),
                replies,
                outcome -> StepResponse.newBuilder().setOutcome(outcome).build(),
                (simulation, listener) -> simulation.step(request, listener));
    }

    @Override
    public void observe(ObserveRequest request, StreamObserver<ObserveResponse> replies) {
        perform(
                request.getSimulationId(),
                replies,
                outcome -> ObserveResponse.newBuilder().setOutcome(outcome).build(),
                HostedSimulation::observe);
    }

    @Override
    public StreamObserver<PlayRequest> play(StreamObserver<PlayResponse> replies) {
        PlaySession session = new PlaySession(
                simulations, (ServerCallStreamObserver<PlayResponse>) replies, refusals, sessions::remove);
        sessions.add(session);
        return session;
    }

    /** Ends streams when what is under way on them is answered: an idle one would keep the server from stopping. */
    void drain() {
        sessions.forEach(PlaySession::drain);
    }

    private interface Action {
        void start(HostedSimulation simulation, ReplyListener listener);
    }

    private <R> void perform(
            String simulationId, StreamObserver<R> replies, Function<Outcome, R> reply, Action action) {
        HostedSimulation simulation;
        try {
            simulation = simulations.find(simulationId);
        } catch (RuntimeException refusal) {
            replies.onError(Refusals.exception(refusal));
            return;
        }
        // Without a handler of its own, a call that the client gave up would throw at whoever answers it.
        ((ServerCallStreamObserver<R>) replies).setOnCancelHandler(() -> {});
        action.start(simulation, new ReplyListener() {
            @Override
            public void replied(Outcome outcome) {
                replies.onNext(reply.apply(outcome));
                replies.onCompleted();
            }

            @Override
            public void refused(RuntimeException refusal) {
                replies.onError(Refusals.exception(refusal));
            }
        });
    }
}
