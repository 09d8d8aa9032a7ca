package org.recarena.server.hosting;

/** Waits until a record is on stable storage. Called once, on the log's thread; must not block. */
public interface DurabilityListener {

    /** It is. */
    void durable();

    /**
     * It may not be, and never will be for sure.
     *
     * @param cause why
     */
    void failed(RuntimeException cause);
}
