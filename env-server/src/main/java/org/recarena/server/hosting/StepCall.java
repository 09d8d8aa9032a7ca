package org.recarena.server.hosting;

import java.util.List;
import java.util.Map;
import org.recarena.server.wire.PropensityReader;
import org.recarena.server.wire.TensorReader;
import org.recarena.simulator.Outcome;
import org.recarena.simulator.Simulation;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.v1.StepRequest;

/** A step on its way. */
final class StepCall implements Call {
    private static final PropensityReader.Checked NONE =
            new PropensityReader.Checked(new double[0], new double[0], new double[0]);

    private final StepRequest request;
    private final SimulationSetup setup;
    private final Simulation simulation;
    private final Labels labels;
    private int[] actions = {};
    private PropensityReader.Checked propensities = NONE;

    StepCall(StepRequest request, SimulationSetup setup, Simulation simulation, Labels labels) {
        this.request = request;
        this.setup = setup;
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
        if (!request.hasActions()) {
            throw new InvalidInputException("actions", "is missing; a step needs one for each lane");
        }
        actions = TensorReader.integers(request.getActions(), "actions", actionShape());
        if (request.hasPropensities()) {
            propensities = PropensityReader.read(
                    request.getPropensities(), setup.spaces().action(), setup.lanes());
        }
        labels.check(request.getLabelsMap());
        simulation.checkStep(actions);
    }

    private List<Long> actionShape() {
        int slate = setup.spaces().action().slateSize();
        return slate == 0 ? List.of((long) setup.lanes()) : List.of((long) setup.lanes(), (long) slate);
    }

    @Override
    public void record(Journal journal, Journal.Call call) {
        journal.step(call, actions, propensities);
    }

    @Override
    public Outcome compute() {
        return simulation.step(actions);
    }
}
