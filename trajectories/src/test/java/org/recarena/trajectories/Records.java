package org.recarena.trajectories;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.recarena.v1.Checkpoint;
import org.recarena.v1.LogRecord;
import org.recarena.v1.StepTaken;

/** Records to test with. */
final class Records {

    private Records() {}

    /** A record that says a simulation, a step and carries some bytes. */
    static LogRecord record(long simulation, long step, byte[] payload) {
        return LogRecord.newBuilder()
                .setWallMicros(1_700_000_000_000_000L + step)
                .setSimulation(simulation)
                .setCheckpoint(Checkpoint.newBuilder().setStep(step).setState(ByteString.copyFrom(payload)))
                .build();
    }

    static LogRecord small(long simulation, long step) {
        return LogRecord.newBuilder()
                .setSimulation(simulation)
                .setStep(StepTaken.newBuilder().setStep(step))
                .build();
    }

    static LogRecord random(Random random, long step, int maxPayload) {
        byte[] payload = new byte[random.nextInt(maxPayload + 1)];
        if (random.nextBoolean()) {
            random.nextBytes(payload);
        }
        return record(1 + random.nextInt(5), step, payload);
    }

    static List<LogRecord> readAll(Path directory) throws IOException {
        List<LogRecord> all = new ArrayList<>();
        try (LogReader reader = LogReader.open(directory)) {
            for (LogRecord next = reader.next(); next != null; next = reader.next()) {
                all.add(next);
            }
        }
        return all;
    }
}
