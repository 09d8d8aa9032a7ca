package org.recarena.trajectories;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.recarena.v1.LogRecord;

/** A process that is killed while it writes, again and again on the same directory. */
@Tag("slow")
class KillTest {

    private static final int KILLS = 30;

    @TempDir
    private Path directory;

    @Test
    void whatAKilledProcessAcknowledgedIsThere() throws Exception {
        Random random = new Random(9);
        long[] acknowledged = new long[3];
        long first = 1;
        long acknowledgements = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            acknowledgements += runAndKill(first, 1 + random.nextInt(800), acknowledged);
            long[] last = new long[3];
            for (LogRecord found : Records.readAll(directory)) {
                int simulation = (int) found.getSimulation();
                long step = found.getCheckpoint().getStep();
                assertThat(step)
                        .as("kill %d, step after %d of simulation %d", kill, last[simulation], simulation)
                        .isGreaterThan(last[simulation]);
                last[simulation] = step;
            }
            assertThat(last[1]).as("kill %d", kill).isGreaterThanOrEqualTo(acknowledged[1]);
            assertThat(last[2]).as("kill %d", kill).isGreaterThanOrEqualTo(acknowledged[2]);
            first = Math.max(last[1], last[2]) + 1;
        }
        assertThat(acknowledgements).isGreaterThan(KILLS);
    }

    /** Kills it after so many acknowledgements; those that it could still print count, too. */
    private long runAndKill(long first, int acknowledgements, long[] acknowledged) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        directory.toString(),
                        Long.toString(first)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long count = 0;
        try (BufferedReader out = process.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                String[] words = line.split(" ", -1);
                if (words.length == 2 && words[1].length() > 0) {
                    note(words, acknowledged);
                }
                if (++count == acknowledgements) {
                    // Not Process.destroyForcibly, which would also close the stream before all is read.
                    process.toHandle().destroyForcibly();
                }
            }
        } finally {
            process.destroyForcibly();
        }
        assertThat(count).isGreaterThanOrEqualTo(acknowledgements);
        return count;
    }

    private static void note(String[] words, long[] acknowledged) {
        int simulation = Integer.parseInt(words[0]);
        acknowledged[simulation] = Math.max(acknowledged[simulation], Long.parseLong(words[1]));
    }
}
