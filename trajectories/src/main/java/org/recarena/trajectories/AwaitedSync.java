package org.recarena.trajectories;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Lets a thread wait until it is told of a sync. */
final class AwaitedSync implements SyncListener {

    private final CountDownLatch told = new CountDownLatch(1);
    private volatile @Nullable LogFailedException failed;

    @Override
    public void onSynced() {
        told.countDown();
    }

    @Override
    public void onFailure(LogFailedException failure) {
        failed = failure;
        told.countDown();
    }

    /** Waits; throws a failure anew, so that its trace leads to whoever waited. */
    void await() throws InterruptedException {
        told.await();
        LogFailedException failure = failed;
        if (failure != null) {
            throw new LogFailedException(failure.getMessage(), failure);
        }
    }
}
