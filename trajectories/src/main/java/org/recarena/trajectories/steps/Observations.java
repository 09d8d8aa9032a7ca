package org.recarena.trajectories.steps;

import org.jspecify.annotations.Nullable;
import org.recarena.trajectories.UnpackedColumn;
import org.recarena.v1.OutcomeLogged;

/** What could be seen before and after a step. Lanes are not checked. */
final class Observations {

    private final LoggedSimulation simulation;
    private final @Nullable Columns before;
    private final Columns next;
    private final FinalRows last;

    /** Takes the step's outcome, and what that of the step before had to be seen, if it is there. */
    Observations(LoggedSimulation simulation, @Nullable Columns before, OutcomeLogged outcome) {
        this.simulation = simulation;
        this.before = before;
        this.next = new Columns(outcome.getObservationsList(), simulation.lanes());
        this.last = FinalRows.of(outcome);
    }

    /** As {@link LoggedStep#before}. */
    double[] before(String name, int lane) {
        int index = simulation.observationIndex(name);
        if (index < 0) {
            return simulation.constant(name);
        }
        return before == null ? new double[0] : before.row(index, lane);
    }

    /** As {@link LoggedStep#after}. */
    double[] after(String name, int lane) {
        int index = simulation.observationIndex(name);
        if (index < 0) {
            return simulation.constant(name);
        }
        int row = last.rowOf(lane);
        return row < 0 ? next.row(index, lane) : last.columns().row(index, row);
    }

    /** As {@link LoggedStep#next}. */
    double[] next(String name, int lane) {
        int index = simulation.observationIndex(name);
        return index < 0 ? simulation.constant(name) : next.row(index, lane);
    }

    /** As {@link LoggedStep#nextColumn}. */
    @Nullable
    UnpackedColumn nextColumn(String name) {
        return next.column(simulation.observationIndex(name));
    }

    /** What is seen next, which the step after this one has before it. */
    Columns next() {
        return next;
    }
}
