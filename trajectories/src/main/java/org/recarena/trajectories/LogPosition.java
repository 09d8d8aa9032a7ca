package org.recarena.trajectories;

/**
 * A place between two records of a log.
 *
 * @param segment the number of a segment
 * @param offset a byte of its file at which a frame begins or will begin
 */
public record LogPosition(long segment, long offset) {}
