package org.recarena.trajectories;

/**
 * What was found, and done, when a log was opened.
 *
 * @param segments how many segments there were
 * @param records how many records they hold
 * @param bytes the size of the segments, after the cut
 * @param cutBytes how many bytes of unfinished writing were cut off the last segment; none of them was ever reported as
 *     synced
 * @param cutAt where the last segment was cut; meaningful if {@code cutBytes} is positive
 * @param highestSimulation the highest simulation number in use, 0 if none is
 */
public record RecoveryReport(
        int segments, long records, long bytes, long cutBytes, LogPosition cutAt, long highestSimulation) {}
