package org.recarena.simulator.recogym;

import java.util.ArrayList;
import java.util.List;
import org.recarena.simulator.engine.Overlay;
import org.recarena.simulator.space.ActionSpace;
import org.recarena.simulator.space.DataType;
import org.recarena.simulator.space.Spaces;
import org.recarena.simulator.space.TensorSpec;

/** What agents see and do in either version. */
final class RecoGymSpaces {

    static final int VIEWS = 0;
    static final int VIEW_TIMES = 1;
    static final int VIEW_COUNTS = 2;
    static final int LAST_VIEW = 3;
    static final int TIME = 4;
    static final int HISTORY = 5;

    /** Values of an event of the history: its kind, the product, and whether it was clicked. */
    static final int HISTORY_WIDTH = 3;

    /** The action that leaves the choice to the reference's logging policy, where a config allows it. */
    static final int LOGGING_POLICY = -1;

    private RecoGymSpaces() {}

    static Spaces of(RecoGymConfig config, Overlay overlay) {
        int last = config.products() - 1;
        List<TensorSpec> observations = List.of(
                TensorSpec.of(
                                "views",
                                DataType.INT32,
                                List.of(TensorSpec.RAGGED),
                                "The products that the user looked at since the last recommendation, oldest first.")
                        .within(0, last),
                TensorSpec.of(
                                "view_times",
                                DataType.FLOAT64,
                                List.of(TensorSpec.RAGGED),
                                "When each of the views happened, in the clock's units since the user's arrival.")
                        .atLeast(0),
                TensorSpec.of(
                                "view_counts",
                                DataType.INT32,
                                List.of(config.products()),
                                "How often the user has looked at each product so far in this episode.")
                        .atLeast(0)
                        .onRequest()
                        .asDerived(),
                TensorSpec.of("last_view", DataType.INT32, List.of(), "The product that the user looked at last.")
                        .within(0, last)
                        .onRequest()
                        .asDerived(),
                TensorSpec.of(
                                "time",
                                DataType.FLOAT64,
                                List.of(),
                                "The time of the next recommendation, in the clock's units since the user's arrival.")
                        .atLeast(0),
                TensorSpec.of(
                                "history",
                                DataType.INT32,
                                List.of(config.historyLength(), HISTORY_WIDTH),
                                "The last events, oldest first, each with three values: its kind (0 none yet, 1 the user "
                                        + "looked at a product, 2 a product was recommended), the product, and whether it "
                                        + "was clicked (0 or 1). Events that have not happened yet are rows of 0 at the "
                                        + "beginning.")
                        .within(0, Math.max(2, last))
                        .onRequest()
                        .asDerived());
        TensorSpec click = TensorSpec.of(
                        "click", DataType.BOOL, List.of(), "Whether the recommended product was clicked (0 or 1).")
                .within(0, 1);
        TensorSpec recommended = TensorSpec.of(
                        "recommended",
                        DataType.INT32,
                        List.of(),
                        "The product of the action; of action -1, the one that the logging policy drew.")
                .within(0, last);
        List<TensorSpec> signals = new ArrayList<>(List.of(click));
        if (config.hasLoggingPolicy()) {
            signals.add(recommended);
        }
        signals.addAll(overlay.lateSignals());
        return new Spaces(ActionSpace.item(config.products()), observations, List.copyOf(signals), List.of("click"));
    }
}
