package org.recarena.simulator.recsim;

import java.util.Arrays;
import java.util.Optional;
import org.recarena.simulator.choice.ChoiceModel;
import org.recarena.simulator.choice.Consideration;
import org.recarena.simulator.choice.ModelChoice;
import org.recarena.simulator.engine.OverlayLanes;
import org.recarena.simulator.stage.Impression;

/**
 * The exact probabilities of what users choose of a slate, and of what is recorded, under stages. Off the hot path; not
 * thread-safe.
 */
final class SlateOdds {

    private final UserModel model;
    private final OverlayLanes stages;
    private final Optional<ChoiceModel> choice;
    private final Consideration considered;

    SlateOdds(UserModel model, OverlayLanes stages) {
        this.model = model;
        this.stages = stages;
        this.choice = model.choice();
        this.considered = Consideration.ofSlots(stages.shown().slots);
    }

    /** The probability that each slot of a slate is chosen; {@code slate} has been prepared, on these stages. */
    double[] chosen(double[] state, int at, StagedSlate slate) {
        Impression shown = stages.shown();
        double[] chosen = new double[shown.slots];
        if (choice.isEmpty()) {
            chosen[0] = 1;
            return chosen;
        }
        model.score(state, at, slate);
        slate.shift(choice.get());
        Arrays.fill(considered.look(), 0);
        for (int slot = 0; slot < slate.size; slot++) {
            considered.look()[slot] = shown.exposure[slot] * shown.examination[slot];
            considered.appeal()[slot] = slate.scores[slot];
        }
        ModelChoice.ofScores(choice.get()).probabilities(considered, 0, chosen);
        return chosen;
    }

    /** The probability that a click on each slot is recorded, from those of {@link #chosen}. */
    double[] recorded(double[] chosen) {
        double[] recorded = chosen.clone();
        stages.overlay().stages().record(stages.shown(), recorded);
        return recorded;
    }
}
