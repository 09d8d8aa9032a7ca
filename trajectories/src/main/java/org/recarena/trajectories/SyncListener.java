package org.recarena.trajectories;

/**
 * Told, once, what became of an appended record. Called on the log's own thread, in the order of the appends: it must
 * be quick, and must not wait for the log.
 */
public interface SyncListener {

    /** The record is on stable storage, and everything that was appended before it. */
    void onSynced();

    /**
     * The log failed. Whether the record is found after a restart is open.
     *
     * @param failure why
     */
    void onFailure(LogFailedException failure);
}
