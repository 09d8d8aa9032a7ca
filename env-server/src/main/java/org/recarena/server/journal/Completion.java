package org.recarena.server.journal;

import java.util.concurrent.CompletableFuture;
import org.recarena.trajectories.LogFailedException;
import org.recarena.trajectories.SyncListener;

/** Completes a future when a record is on stable storage. */
record Completion(CompletableFuture<Void> future) implements SyncListener {

    @Override
    public void onSynced() {
        future.complete(null);
    }

    @Override
    public void onFailure(LogFailedException failure) {
        future.completeExceptionally(failure);
    }
}
