package org.recarena.server.journal;

import org.recarena.server.hosting.DurabilityListener;
import org.recarena.trajectories.LogFailedException;
import org.recarena.trajectories.SyncListener;

/** Passes the log's word on to whoever waits. */
record SyncedThen(DurabilityListener listener) implements SyncListener {

    @Override
    public void onSynced() {
        listener.durable();
    }

    @Override
    public void onFailure(LogFailedException failure) {
        listener.failed(failure);
    }
}
