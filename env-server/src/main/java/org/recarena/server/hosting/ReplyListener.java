package org.recarena.server.hosting;

import org.recarena.v1.Outcome;

/** Waits for what a reset, step or observation is answered with. Called once, on any thread; must not block. */
public interface ReplyListener {

    /**
     * It was done, and is durable as far as was promised.
     *
     * @param outcome the reply
     */
    void replied(Outcome outcome);

    /**
     * It was not done, or cannot be acknowledged.
     *
     * @param refusal why; see the gRPC package for the statuses
     */
    void refused(RuntimeException refusal);
}
