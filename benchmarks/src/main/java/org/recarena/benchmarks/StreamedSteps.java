package org.recarena.benchmarks;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.util.List;
import org.recarena.v1.CreateRequest;
import org.recarena.v1.DeleteRequest;
import org.recarena.v1.PlayRequest;
import org.recarena.v1.PlayResponse;
import org.recarena.v1.ResetRequest;
import org.recarena.v1.SimulationServiceGrpc;
import org.recarena.v1.StepRequest;
import org.recarena.v1.Tensor;

/** Steps of one simulation over one stream, one in flight. */
final class StreamedSteps {

    private static final double WARM_SECONDS = 1.5;
    private static final int LARGEST_REPLY = 64 << 20;

    private StreamedSteps() {}

    /** A channel that hands replies over on the transport's thread. */
    static ManagedChannel channel(String address) {
        return NettyChannelBuilder.forTarget(address)
                .usePlaintext()
                .directExecutor()
                .flowControlWindow(PingPong.WINDOW)
                .maxInboundMessageSize(LARGEST_REPLY)
                .build();
    }

    /** Opens a simulation, plays the plans in turn, and returns the round trips a second after a warm-up. */
    static double perSecond(ManagedChannel channel, CreateRequest request, List<Tensor> plans, double seconds) {
        SimulationServiceGrpc.SimulationServiceBlockingStub blocking = SimulationServiceGrpc.newBlockingStub(channel);
        String id = blocking.create(request).getSimulation().getSimulationId();
        blocking.reset(ResetRequest.newBuilder().setSimulationId(id).setStep(1).build());
        StreamDriver<PlayRequest, PlayResponse> driver = new StreamDriver<>(
                SimulationServiceGrpc.newStub(channel)::play,
                step -> PlayRequest.newBuilder()
                        .setStep(StepRequest.newBuilder()
                                .setSimulationId(id)
                                .setStep(step)
                                .setActions(plans.get((int) (step % plans.size()))))
                        .build(),
                reply -> reply.hasError() ? reply.getError().getMessage() : "");
        StreamDriver.Rate warm = driver.run(2, WARM_SECONDS);
        StreamDriver.Rate rate = driver.run(warm.nextRequest(), seconds);
        blocking.delete(DeleteRequest.newBuilder().setSimulationId(id).build());
        return rate.perSecond();
    }
}
