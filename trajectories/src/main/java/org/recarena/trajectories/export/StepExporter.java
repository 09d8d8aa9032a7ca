package org.recarena.trajectories.export;

import java.io.Closeable;
import java.io.IOException;
import org.recarena.trajectories.steps.LaneStep;
import org.recarena.trajectories.steps.LoggedStep;
import org.recarena.trajectories.steps.TrajectoryReader;

/** Writes recommendations and their outcomes to a file, row by row. Used by one thread at a time. */
public interface StepExporter extends Closeable {

    /**
     * Writes one row.
     *
     * @param row a recommendation to one user, and what came of it
     * @throws IOException if it cannot be written
     */
    void write(LaneStep row) throws IOException;

    /**
     * Writes all that a reader has now.
     *
     * @param steps what to write; its resets and other rows without a recommendation are left out
     * @return how many rows were written
     * @throws IOException if the log cannot be read, or a row not be written
     */
    default long writeAll(TrajectoryReader steps) throws IOException {
        long rows = 0;
        for (LoggedStep step = steps.next(); step != null; step = steps.next()) {
            for (LaneStep row : step.rows()) {
                write(row);
                rows++;
            }
        }
        return rows;
    }
}
