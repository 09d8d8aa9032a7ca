package org.recarena.server.hosting;

import java.util.Map;
import org.recarena.simulator.Outcome;
import org.recarena.simulator.Simulation;
import org.recarena.v1.ResetRequest;

/** A reset on its way. */
final class ResetCall implements Call {
    private final ResetRequest request;
    private final Simulation simulation;
    private final Labels labels;
    private byte[] mask = {};
    private long[] seeds = {};

    ResetCall(ResetRequest request, Simulation simulation, Labels labels) {
        this.request = request;
        this.simulation = simulation;
        this.labels = labels;
    }

    @Override
    public long number() {
        return request.getStep();
    }

    @Override
    public long fingerprint() {
        return Fingerprint.of(request);
    }

    @Override
    public Map<String, String> labels() {
        return request.getLabelsMap();
    }

    @Override
    public void check() {
        mask = request.getMask().toByteArray();
        seeds = request.getLaneSeedsList().stream().mapToLong(Long::longValue).toArray();
        labels.check(request.getLabelsMap());
        simulation.checkReset(mask, seeds);
    }

    @Override
    public void record(Journal journal, Journal.Call call) {
        journal.reset(call, mask, seeds);
    }

    @Override
    public Outcome compute() {
        return simulation.reset(mask, seeds);
    }
}
