package org.recarena.server.hosting;

import java.time.Duration;

/**
 * What this server lets clients have.
 *
 * @param simulations open at a time
 * @param simulationsPerClient open at a time for one client
 * @param lanesPerSimulation in one simulation
 * @param lanes in all simulations
 * @param laneBytes an estimate of the memory of all lanes together
 * @param worldBytes an estimate of the memory of one world
 * @param replyBytes of one reply
 * @param defaultIdleTimeout when a client says nothing
 * @param longestIdleTimeout that a client may ask for
 * @param checkpointLaneSteps a restart replays at most about so many
 */
public record HostingLimits(
        int simulations,
        int simulationsPerClient,
        int lanesPerSimulation,
        long lanes,
        long laneBytes,
        long worldBytes,
        long replyBytes,
        Duration defaultIdleTimeout,
        Duration longestIdleTimeout,
        long checkpointLaneSteps) {}
