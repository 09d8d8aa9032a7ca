package org.recarena.trajectories;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Random;

/** Appends numbered records from two threads until it is killed, and prints the number of each that was synced. */
final class KilledWriter {

    private KilledWriter() {}

    public static void main(String[] arguments) throws IOException {
        long first = Long.parseLong(arguments[1]);
        LogSettings small = LogSettings.defaults().withSegmentBytes(200_000).withQueueBytes(1_000_000);
        LogSettings settings = first % 2 == 0 ? small : small.forLargeRecords();
        TrajectoryLog log = TrajectoryLog.open(Path.of(arguments[0]), settings, Thread::new);
        for (int simulation = 1; simulation <= 2; simulation++) {
            long number = simulation;
            new Thread(() -> append(log, number, first)).start();
        }
    }

    @SuppressWarnings("InfiniteLoopStatement")
    private static void append(TrajectoryLog log, long simulation, long first) {
        Random random = new Random(simulation);
        for (long step = first; ; step++) {
            log.append(
                    Records.record(simulation, step, new byte[random.nextInt(3000)]),
                    new Print(System.out, simulation + " " + step));
        }
    }

    private record Print(PrintStream out, String text) implements SyncListener {

        @Override
        public void onSynced() {
            out.println(text);
            out.flush();
        }

        @Override
        public void onFailure(LogFailedException failure) {
            failure.printStackTrace();
        }
    }
}
