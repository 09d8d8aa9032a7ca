package org.recarena.simulator.recsim;

import java.util.List;
import org.recarena.simulator.engine.Overlay;
import org.recarena.simulator.engine.OverlayLanes;
import org.recarena.simulator.space.Column;

/** The stages of the lanes of an environment of this package: from the filled slate to the reward. Not thread-safe. */
final class LaneStages {

    final OverlayLanes stages;
    final StagedSlate slate;

    private final Overlay overlay;
    private final ResponseField[] fields;
    private final boolean[] withheld;
    private final int rewarded;
    /** Sums over the slots of each field, and then the number of filled slots. */
    private final double[] terms;

    LaneStages(Problem problem, OverlayLanes stages) {
        this.stages = stages;
        this.overlay = stages.overlay();
        this.slate = new StagedSlate(stages.shown().slots, stages);
        List<ResponseField> responses = problem.responses();
        this.fields = responses.toArray(ResponseField[]::new);
        this.rewarded = responses.indexOf(problem.rewarded());
        // An expression may tell of clicks, so that clicks would tell of it.
        ResponseField told = overlay.formula().isPresent() ? ResponseField.CLICK : problem.rewarded();
        this.withheld = new boolean[fields.length];
        for (int f = 0; f < fields.length; f++) {
            withheld[f] = overlay.pending().isPresent() && fields[f].tells(told);
        }
        this.terms = new double[fields.length + 1];
    }

    /** Begins a step with an empty slate. */
    void turnTo(int lane) {
        stages.turnTo(lane);
        slate.clear();
    }

    /** Shows the filled slate: draws where the user looks. */
    void look(int lane) {
        slate.prepare();
        stages.look(lane);
    }

    /** Ends a step after the response: what is recorded, remembered and earned. */
    double settle(int lane) {
        if (slate.isClicked()) {
            stages.shown().chosen[slate.clicked] = true;
        }
        stages.settle(lane);
        for (int f = 0; f < fields.length; f++) {
            terms[f] = 0;
            for (int slot = 0; slot < slate.size; slot++) {
                terms[f] += fields[f].value(slate, slot);
            }
        }
        terms[fields.length] = slate.size;
        double earned = overlay.formula().isPresent() ? overlay.formula().get().reward(terms) : terms[rewarded];
        return stages.reward(lane, earned, stages.step(lane) + 1.0);
    }

    /** What the agent sees of a slot at once. */
    double seen(int field, int slot) {
        return withheld[field] || slot >= slate.size ? 0 : fields[field].value(slate, slot);
    }

    /** Appends what became visible of earlier steps. */
    void putLate(Column[] signals) {
        stages.putLate(signals);
    }
}
