package org.recarena.simulator;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.recarena.simulator.space.Column;

/** Everything in an outcome as text, so that tests can compare two of them and show how they differ. */
public final class OutcomeText {

    private OutcomeText() {}

    /** The text. */
    public static String of(Outcome outcome) {
        return String.join(
                "\n",
                "step " + outcome.step(),
                "rewards " + Arrays.toString(outcome.rewards()),
                "terminated " + Arrays.toString(outcome.terminated()),
                "truncated " + Arrays.toString(outcome.truncated()),
                "episodes " + Arrays.toString(outcome.episodes()),
                "active " + Arrays.toString(outcome.active()),
                "acted " + Arrays.toString(outcome.acted()),
                "observations " + columns(outcome.observations()),
                "signals " + columns(outcome.signals()),
                "final " + Arrays.toString(outcome.finalLanes()) + " " + columns(outcome.finalObservations()),
                "unseen " + outcome.unseen().count() + " " + unseenRows(outcome.unseen()));
    }

    private static String columns(List<Column> columns) {
        return columns.stream()
                .map(column -> column.spec().name() + values(column, column.count()))
                .collect(Collectors.joining(" "));
    }

    private static String unseenRows(Outcome.Unseen unseen) {
        return Arrays.toString(Arrays.copyOf(unseen.lanes(), unseen.count()))
                + Arrays.toString(Arrays.copyOf(unseen.episodes(), unseen.count()))
                + columns(unseen.observations());
    }

    private static String values(Column column, int count) {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : " ").append(column.get(i));
        }
        return text.append("]").append(Arrays.toString(column.rowOffsets())).toString();
    }
}
