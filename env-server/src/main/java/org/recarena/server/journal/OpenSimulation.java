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
    private String owner = "";
    private Optional<Checkpoint> checkpoint = Optional.empty();
    private Instant lastUsed;
    private long lastLogged;
    private long lastInputs;
    private long lastOutcome;
    private boolean outcomeSeen;
    private long lastTruth = -1;
    private boolean stateOfLostStepsSeen;

    /** Takes the record of its opening, and whether that is in the log. */
    OpenSimulation(LogRecord entry, boolean openingLogged) {
        this.openingLogged = openingLogged;
        this.number = entry.getSimulation();
        this.opened = entry.getOpened().toBuilder().clearConstants().build(); // They may be large.
        this.created = time(entry);
        this.lastUsed = created;
        this.lastLogged = firstStep();
        this.lastInputs = lastLogged;
        this.lastOutcome = lastLogged;
    }

    /** The number of the reset or step whose inputs these are. */
    static long step(LogRecord inputs) {
        return inputs.hasReset()
                ? inputs.getReset().getStep()
                : inputs.getStep().getStep();
    }

    /** The step with which it begins: that of a fork, or 0. */
    private long firstStep() {
        return opened.getForkedFrom().getStep();
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

    /** Takes inputs that the log may not have. */
    void noteUse(LogRecord inputs) {
        lastInputs = Math.max(lastInputs, step(inputs));
        Instant used = time(inputs);
        if (used.isAfter(lastUsed)) {
            lastUsed = used;
        }
    }

    /** Takes the next record of its ground truth. */
    void noteTruth(LogRecord entry) {
        lastTruth = entry.getTruth().getStep();
    }

    /** Takes the next record of its state. */
    void noteState(LogRecord entry) {
        if (entry.hasOwner()) {
            owner = entry.getOwner().getClient();
        } else if (entry.hasCheckpoint()) {
            consider(entry);
        }
    }

    /**
     * Takes the next state, if it can be gone on from: one before any outcome or ground truth that is missing, for what
     * is missing is made by playing on.
     */
    private void consider(LogRecord entry) {
        long step = entry.getCheckpoint().getStep();
        if (step <= lastOutcome && (!wantsTruth() || step <= Math.max(lastTruth, firstStep()))) {
            checkpoint = Optional.of(entry.getCheckpoint());
        }
        stateOfLostStepsSeen |= step > lastInputs;
    }

    /**
     * Whether there is a state of steps that were lost. Others will have their numbers, so a newer state must follow,
     * lest it be taken for one of those.
     */
    boolean needsNewerState() {
        return stateOfLostStepsSeen;
    }

    /** Whether ground truth is recorded. */
    private boolean wantsTruth() {
        return opened.getLog().getGroundTruth();
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

    /** The client that created it; empty where that is not known. */
    String owner() {
        return owner;
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

    /** The last reset or step whose ground truth there is; 0 where that is only the world's, -1 where there is none. */
    long lastTruth() {
        return lastTruth;
    }

    /** Whether it is a fork and the log lacks what was seen when it was made. */
    boolean lacksFirstOutcome() {
        return firstStep() > 0 && !outcomeSeen;
    }
}
