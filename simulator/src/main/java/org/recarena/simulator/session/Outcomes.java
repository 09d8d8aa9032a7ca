package org.recarena.simulator.session;

import java.util.ArrayList;
import java.util.List;
import org.recarena.simulator.engine.Late;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.space.DataType;
import org.recarena.simulator.space.TensorSpec;
import org.recarena.simulator.stage.Impression;

/** What a platform can measure of a step: the signals, in their order. Stateless. */
final class Outcomes {

    private Outcomes() {}

    static List<TensorSpec> specs(int slots, boolean delays, RatingGrid grid) {
        List<Integer> slate = List.of(slots);
        List<TensorSpec> specs = new ArrayList<>(List.of(
                TensorSpec.of("impression", DataType.BOOL, slate, "Whether each slot was rendered."),
                TensorSpec.of("click", DataType.BOOL, slate, "Whether a click on each slot was recorded."),
                TensorSpec.of("dwell", DataType.FLOAT32, slate, "The time spent on each slot, in seconds.")
                        .atLeast(0),
                TensorSpec.of(
                                "rating",
                                grid == RatingGrid.WHOLE ? DataType.UINT8 : DataType.FLOAT32,
                                slate,
                                "The rating of each slot in stars; 0 for none.")
                        .within(0, 5),
                TensorSpec.of("like", DataType.BOOL, slate, "Whether each slot was liked."),
                TensorSpec.of(
                        "purchase",
                        DataType.BOOL,
                        slate,
                        "Whether each slot was bought; with delayed_feedback those whose purchase is visible at once, "
                                + "which are none."),
                TensorSpec.of("session_end", DataType.BOOL, List.of(), "Whether the session ended after the step."),
                TensorSpec.of(
                                "return_gap",
                                DataType.FLOAT32,
                                List.of(),
                                "For how long the user stayed away before the next session, in hours; 0 within one.")
                        .atLeast(0)));
        if (delays) {
            specs.add(Late.steps("late_purchase_step", "each purchase was made"));
            specs.add(Late.items("late_purchase_item"));
            List<Integer> late = List.of(Late.AT_ONCE);
            specs.add(TensorSpec.of("late_purchase_value", DataType.FLOAT32, late, "The price of each; 0 for none.")
                    .atLeast(0));
        }
        return List.copyOf(specs);
    }

    static void put(Impression shown, boolean ended, double gap, boolean delays, Late late, Column[] out) {
        for (int slot = 0; slot < shown.slots; slot++) {
            boolean seen = shown.clicked[slot]; // Where a click is not recorded, what follows it is not either.
            out[0].putByte(shown.exposed[slot] ? 1 : 0);
            out[1].putByte(seen ? 1 : 0);
            out[2].putFloat(seen ? (float) shown.dwell[slot] : 0);
            putRating(seen ? shown.rated[slot] : 0, out[3]);
            out[4].putByte(seen && shown.liked[slot] ? 1 : 0);
            out[5].putByte(shown.bought[slot] && !delays ? 1 : 0);
        }
        out[6].putByte(ended ? 1 : 0);
        out[7].putFloat((float) gap);
        if (delays) {
            late.putSteps(out[8]);
            late.putItems(out[9]);
            for (int i = 0; i < Late.AT_ONCE; i++) {
                out[10].putFloat(i < late.count() ? (float) late.value(i) : 0);
            }
        }
    }

    private static void putRating(double stars, Column out) {
        if (out.spec().dataType() == DataType.UINT8) {
            out.putByte((int) stars);
        } else {
            out.putFloat((float) stars);
        }
    }
}
