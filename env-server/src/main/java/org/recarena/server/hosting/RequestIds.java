package org.recarena.server.hosting;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.recarena.server.hosting.Simulations.Created;

/**
 * Which simulation each request id has made, so that a client that repeats a request gets the same one. Thread-safe.
 */
final class RequestIds {

    private final Map<String, CompletableFuture<Created>> made = new ConcurrentHashMap<>();

    /**
     * Makes a simulation unless the request id has made one already; then that one is the answer.
     *
     * @param id of the request; empty where it has none
     * @param check refuses an earlier simulation that does not fit the request, by throwing
     * @param maker makes it
     * @return completed when the simulation is made; a failure leaves the id free again
     */
    CompletableFuture<Created> once(
            String id, Consumer<SimulationSetup> check, Supplier<CompletableFuture<Created>> maker) {
        if (id.isEmpty()) {
            return maker.get();
        }
        CompletableFuture<Created> created = new CompletableFuture<>();
        CompletableFuture<Created> earlier = made.putIfAbsent(id, created);
        if (earlier != null) {
            return earlier.thenApply(first -> {
                check.accept(first.simulation().setup());
                return first;
            });
        }
        CompletableFuture<?> unused = started(maker).whenComplete((result, failure) -> {
            if (failure != null) {
                made.remove(id, created);
                created.completeExceptionally(failure instanceof CompletionException ? failure.getCause() : failure);
            } else {
                created.complete(result);
            }
        });
        return created;
    }

    private static CompletableFuture<Created> started(Supplier<CompletableFuture<Created>> maker) {
        try {
            return maker.get();
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    /** Remembers what an earlier run of the server made. */
    void remember(String id, Created created) {
        if (!id.isEmpty()) {
            made.put(id, CompletableFuture.completedFuture(created));
        }
    }

    /** Forgets an id whose simulation has ended. */
    void forget(String id) {
        made.remove(id);
    }
}
