package org.recarena.client;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import java.util.concurrent.CompletableFuture;

/** By hand: what the client's stream reaches against a server that does nothing. */
final class PingPongRate {
    private PingPongRate() {}

    public static void main(String[] args) throws Exception {
        try (FakeServer fake = new FakeServer()) {
            Server server = NettyServerBuilder.forPort(0)
                    .directExecutor()
                    .addService(fake)
                    .build()
                    .start();
            ManagedChannel channel = NettyChannelBuilder.forAddress("localhost", server.getPort())
                    .usePlaintext()
                    .directExecutor()
                    .build();
            try (RecArenaClient client = RecArenaClient.on(channel, RetryPolicy.standard());
                    RemoteSimulation simulation = client.create(SimulationSpec.of("Fake-v1"));
                    PlayStream stream = simulation.play()) {
                stream.reset();
                for (int round = 0; round < 6; round++) {
                    long begin = System.nanoTime();
                    int calls = 0;
                    while (System.nanoTime() - begin < 2e9) {
                        stream.step(1);
                        calls++;
                    }
                    System.out.printf("blocking %.0f/s%n", calls * 1e9 / (System.nanoTime() - begin));
                    begin = System.nanoTime();
                    CompletableFuture<Integer> chained = new CompletableFuture<>();
                    next(stream, begin + 2_000_000_000L, 0, chained);
                    System.out.printf("chained %.0f/s%n", chained.join() * 1e9 / (System.nanoTime() - begin));
                }
            }
            server.shutdownNow();
        }
    }

    private static void next(PlayStream stream, long until, int calls, CompletableFuture<Integer> done) {
        CompletableFuture<Void> unused = stream.stepAsync(Recommendation.items(1))
                .thenAccept(result -> {
                    if (System.nanoTime() < until) {
                        next(stream, until, calls + 1, done);
                    } else {
                        done.complete(calls + 1);
                    }
                });
    }
}
