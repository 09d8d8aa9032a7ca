package org.recarena.server.hosting;

import java.util.HashMap;
import java.util.Map;

/** How much of the limits is in use. Thread-safe; reserving is all or nothing. */
final class Occupancy {

    private final HostingLimits limits;
    private final Map<String, Integer> byOwner = new HashMap<>();
    private int simulations;
    private long lanes;
    private long bytes;

    Occupancy(HostingLimits limits) {
        this.limits = limits;
    }

    /** Refuses a world or replies that are too large, whatever else is in use. */
    void checkSize(long worldBytes, long replyBytes) {
        within("bytes in the world", worldBytes, limits.worldBytes(), "max-world-memory");
        within("bytes in each reply", replyBytes, limits.replyBytes(), "max-reply-size");
    }

    /** Takes what a simulation needs, or says which limit is in the way. */
    synchronized void reserve(String owner, int newLanes, long newBytes) {
        int owned = byOwner.getOrDefault(owner, 0);
        within("lanes in one simulation", newLanes, limits.lanesPerSimulation(), "max-lanes-per-simulation");
        within("open simulations", simulations + 1L, limits.simulations(), "max-simulations");
        within(
                "open simulations of one client",
                owned + 1L,
                limits.simulationsPerClient(),
                "max-simulations-per-client");
        within("open lanes", lanes + newLanes, limits.lanes(), "max-lanes");
        within("bytes of lanes", bytes + newBytes, limits.laneBytes(), "max-lane-memory");
        take(owner, newLanes, newBytes);
    }

    /**
     * Takes what a recovered simulation needs: it was within the limits when it was created. Without an owner it counts
     * towards no client's limit.
     */
    synchronized void take(String owner, int newLanes, long newBytes) {
        byOwner.merge(owner, 1, Integer::sum);
        simulations++;
        lanes += newLanes;
        bytes += newBytes;
    }

    synchronized void release(String owner, int oldLanes, long oldBytes) {
        byOwner.computeIfPresent(owner, (name, count) -> count > 1 ? count - 1 : null);
        simulations--;
        lanes -= oldLanes;
        bytes -= oldBytes;
    }

    private static void within(String what, long wanted, long limit, String setting) {
        if (wanted > limit) {
            throw LimitException.of(what, wanted, limit, setting);
        }
    }

    synchronized int simulations() {
        return simulations;
    }

    synchronized long lanes() {
        return lanes;
    }
}
