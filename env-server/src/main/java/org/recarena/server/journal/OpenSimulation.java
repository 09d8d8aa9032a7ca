package org.recarena.server.journal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.recarena.v1.Checkpoint;
import org.recarena.v1.LogRecord;
import org.recarena.v1.SimulationOpened;

/** What the files of a server that is gone tell of a simulation that was open. Used by one thread. */
final class OpenSimulation {

    private final long number;
    private final Instant created;
    private final SimulationOpened opened;
    private final boolean openingLogged;
    private Optional<Checkpoint> checkpoint = Optional.empty();
    private Instant lastUsed;
    private long lastLogged;
    private long lastOutcome;
    private boolean outcomeSeen;

    /** Takes the record of its opening, and whether that is in the log. */
    OpenSimulation(LogRecord entry, boolean openingLogged) {
        this.openingLogged = openingLogged;
        this.number = entry.getSimulation();
        this.opened = entry.getOpened().toBuilder().clearConstants().build(); // They may be large.
        this.created = time(entry);
        this.lastUsed = created;
        this.lastLogged = opened.getForkedFrom().getStep();
        this.lastOutcome = lastLogged;
    }

    /** The number of the reset or step whose inputs these are. */
    static long step(LogRecord inputs) {
        return inputs.hasReset()
                ? inputs.getReset().getStep()
                : inputs.getStep().getStep();
    }

    private static Instant time(LogRecord entry) {
        return Instant.EPOCH.plus(entry.getWallMicros(), ChronoUnit.MICROS);
    }

    /** Takes the log's next record of it. */
    void noteLogged(LogRecord entry) {
        if (entry.hasReset() || entry.hasStep()) {
            lastLogged = step(entry);
            noteUse(entry);
        } else if (entry.hasOutcome()) {
            lastOutcome = entry.getOutcome().getStep();
            outcomeSeen = true;
        }
    }

    /** Takes inputs, or an end, that the log may not have. */
    void noteUse(LogRecord inputs) {
        Instant used = time(inputs);
        if (used.isAfter(lastUsed)) {
            lastUsed = used;
        }
    }

    /**
     * Takes a state, if it can be gone on from: the last one before any outcome that is missing, for those that are
     * missing are made by playing on.
     */
    void consider(LogRecord entry) {
        if (entry.hasCheckpoint() && entry.getCheckpoint().getStep() <= lastOutcome) {
            checkpoint = Optional.of(entry.getCheckpoint());
        }
    }

    /** Returns the state to go on from, and keeps it no longer: it may be large. */
    Optional<Checkpoint> takeCheckpoint() {
        Optional<Checkpoint> taken = checkpoint;
        checkpoint = Optional.empty();
        return taken;
    }

    long number() {
        return number;
    }

    Instant created() {
        return created;
    }

    /** Its opening, without the constants. */
    SimulationOpened opened() {
        return opened;
    }

    /** Whether the log has the record of its opening. */
    boolean isOpeningLogged() {
        return openingLogged;
    }

    Instant lastUsed() {
        return lastUsed;
    }

    /** The last reset or step whose inputs the log has. */
    long lastLogged() {
        return lastLogged;
    }

    /** The last reset or step whose outcome the log has; where it has none, that with which the simulation begins. */
    long lastOutcome() {
        return lastOutcome;
    }

    /** Whether it is a fork and the log lacks what was seen when it was made. */
    boolean lacksFirstOutcome() {
        return opened.getForkedFrom().getStep() > 0 && !outcomeSeen;
    }
}
