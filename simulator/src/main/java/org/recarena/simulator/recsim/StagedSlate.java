package org.recarena.simulator.recsim;

import org.recarena.simulator.choice.ChoiceModel;
import org.recarena.simulator.choice.Choices;
import org.recarena.simulator.engine.OverlayLanes;
import org.recarena.simulator.stage.Impression;

/**
 * A slate under stages: what is not looked at is to the user's choice model as if it were not there, what appeals more
 * or less is scored so ({@link ChoiceModel#shifted}), and what is recorded is not always what was chosen.
 */
final class StagedSlate extends Slate {

    private final OverlayLanes stages;

    StagedSlate(int slots, OverlayLanes stages) {
        super(slots);
        this.stages = stages;
    }

    /** Lets the biases look at the documents, once they are all in. */
    void prepare() {
        System.arraycopy(clusters, 0, stages.shown().items, 0, size);
        stages.prepare(size);
    }

    /** Shifts the scores by the biases. */
    void shift(ChoiceModel choice) {
        Impression shown = stages.shown();
        for (int slot = 0; slot < size; slot++) {
            scores[slot] = choice.shifted(scores[slot], shown.appeal[slot]);
        }
    }

    @Override
    void choose(ChoiceModel choice, double uniform) {
        shift(choice);
        double none = Choices.weighAmong(choice, stages.attentive(), scores, size);
        clicked = Choices.pick(scores, size, none, uniform);
    }

    @Override
    boolean isRecorded(int slot) {
        return stages.shown().clicked[slot];
    }

    @Override
    double brought(int slot) {
        return isRecorded(slot) ? super.brought(slot) : 0;
    }
}
