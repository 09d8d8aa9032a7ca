package org.recarena.client.agents.slate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What an agent keeps of the user in each lane; made when a lane is first seen. Used by one thread. */
final class PerLane<T> {

    private final Supplier<T> fresh;
    private final List<T> lanes = new ArrayList<>();

    PerLane(Supplier<T> fresh) {
        this.fresh = fresh;
    }

    T of(int lane) {
        while (lanes.size() <= lane) {
            lanes.add(fresh.get());
        }
        return lanes.get(lane);
    }

    void restart(int lane) {
        of(lane);
        lanes.set(lane, fresh.get());
    }
}
