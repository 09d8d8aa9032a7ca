package org.recarena.server.journal;

import java.time.Instant;
import java.time.InstantSource;
import org.recarena.v1.LogRecord;

/** Begins log records. Stateless. */
final class Entries {

    private Entries() {}

    /** A record of a simulation, with the time of now. */
    static LogRecord.Builder entry(InstantSource clock, long simulation) {
        Instant now = clock.instant();
        return LogRecord.newBuilder()
                .setWallMicros(now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000)
                .setSimulation(simulation);
    }
}
