package org.recarena.server.hosting;

import java.util.Map;
import org.recarena.simulator.Outcome;

/** A reset or step on its way: decoded and checked when its turn comes, then recorded and computed. */
interface Call {

    /** The number that the client expects it to have; 0 for any. */
    long number();

    /** Tells a repetition from another call of the same number. */
    long fingerprint();

    /** The labels that it sets. */
    Map<String, String> labels();

    /** Refuses what is wrong, before anything is changed. Must come first. */
    void check();

    /** Puts its inputs into the journal. */
    void record(Journal journal, Journal.Call call);

    /** Plays. */
    Outcome compute();
}
