package org.recarena.trajectories.steps;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.recarena.trajectories.LogReader;
import org.recarena.v1.LogRecord;

/**
 * Reads a log's resets and steps in the order of their outcomes, also while it is being written. Simulations whose
 * opening is not in the log (because older segments were removed) are passed over.
 *
 * <p>Used by one thread at a time.
 */
public final class TrajectoryReader implements Closeable {

    private final LogReader log;
    private final StepFilter filter;
    private final StepJoiner joiner = new StepJoiner();

    private TrajectoryReader(LogReader log, StepFilter filter) {
        this.log = log;
        this.filter = filter;
    }

    /**
     * Reads a log from its beginning.
     *
     * @param directory of the log
     * @param filter which steps to return
     * @return a reader
     * @throws IOException if the directory cannot be read
     */
    public static TrajectoryReader open(Path directory, StepFilter filter) throws IOException {
        return new TrajectoryReader(LogReader.open(directory), filter);
    }

    /**
     * Reads a log by episodes, from its beginning.
     *
     * @param directory of the log
     * @param filter which episodes to return, by the labels in force when they began
     * @return a reader
     * @throws IOException if the directory cannot be read
     */
    public static EpisodeReader episodes(Path directory, StepFilter filter) throws IOException {
        return new EpisodeReader(LogReader.open(directory), filter);
    }

    /**
     * Reads the next step whose outcome is in the log.
     *
     * @return the step, resets included; null if there is none yet
     * @throws org.recarena.trajectories.CorruptLogException if there is damage
     * @throws IOException if storage fails
     */
    public @Nullable LoggedStep next() throws IOException {
        for (LogRecord read = log.next(); read != null; read = log.next()) {
            LoggedStep step = joiner.accept(read);
            if (step != null && filter.test(step.simulation(), step.labels())) {
                return step;
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
