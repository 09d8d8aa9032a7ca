package org.recarena.client;

import org.recarena.v1.Durability;
import org.recarena.v1.LogOptions;
import org.recarena.v1.ObservationLevel;

/**
 * How a simulation is logged by the server. What is not chosen is the server's default.
 *
 * @param options as the protocol has them
 */
public record Logging(LogOptions options) {

    /**
     * Whatever the server does by default.
     *
     * @return the options
     */
    public static Logging serverDefault() {
        return new Logging(LogOptions.getDefaultInstance());
    }

    /**
     * Nothing is logged, and the simulation does not survive a restart of the server.
     *
     * @return the options
     */
    public static Logging off() {
        return new Logging(LogOptions.newBuilder().setDisabled(true).build());
    }

    /**
     * A step is answered once the log has it on stable storage.
     *
     * @return these options, changed
     */
    public Logging synced() {
        return with(Durability.DURABILITY_SYNCED);
    }

    /**
     * A step is answered at once; a kill of the server may lose the last ones.
     *
     * @return these options, changed
     */
    public Logging buffered() {
        return with(Durability.DURABILITY_BUFFERED);
    }

    /**
     * Which observations are kept.
     *
     * @param level how much
     * @return these options, changed
     */
    public Logging observations(ObservationLevel level) {
        return new Logging(options.toBuilder().setObservations(level).build());
    }

    /**
     * Ground truth is kept too, in files of its own; needs the oracle's permission, and is refused where nothing is
     * logged.
     *
     * @return these options, changed
     */
    public Logging withGroundTruth() {
        return new Logging(options.toBuilder().setGroundTruth(true).build());
    }

    private Logging with(Durability durability) {
        return new Logging(options.toBuilder().setDurability(durability).build());
    }
}
