package org.recarena.trajectories.steps;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.recarena.v1.LogRecord;
import org.recarena.v1.OutcomeLogged;
import org.recarena.v1.StepTaken;

/** Brings inputs and outcomes together, for all simulations of a log. */
final class StepJoiner {

    private final Map<Long, Open> simulations = new HashMap<>();

    /** Takes the next record of the log; returns the step that it completes, if it does. */
    @Nullable
    LoggedStep accept(LogRecord logRecord) {
        long number = logRecord.getSimulation();
        if (logRecord.hasOpened()) {
            simulations.put(number, new Open(new LoggedSimulation(number, logRecord.getOpened())));
            return null;
        }
        if (logRecord.hasClosed()) {
            simulations.remove(number);
            return null;
        }
        Open simulation = simulations.get(number);
        return simulation == null ? null : simulation.accept(logRecord);
    }

    private static final class Open {

        private final LoggedSimulation simulation;
        private final EpisodeCounter counter;
        private final Map<Long, LoggedStep.Input> waiting = new HashMap<>();
        private Map<String, String> labels;
        private long lastStep;
        private @Nullable Columns lastObservations;

        Open(LoggedSimulation simulation) {
            this.simulation = simulation;
            this.counter = new EpisodeCounter(simulation.lanes());
            this.labels = Map.copyOf(simulation.opened().getLabelsMap());
        }

        @Nullable
        LoggedStep accept(LogRecord logRecord) {
            long wallMicros = logRecord.getWallMicros();
            switch (logRecord.getKindCase()) {
                case RESET ->
                    ask(
                            logRecord.getReset().getStep(),
                            wallMicros,
                            null,
                            logRecord.getReset().getLabelsMap());
                case STEP ->
                    ask(
                            logRecord.getStep().getStep(),
                            wallMicros,
                            logRecord.getStep(),
                            logRecord.getStep().getLabelsMap());
                case OUTCOME -> {
                    return answer(logRecord.getOutcome());
                }
                default -> {
                    // Of no interest here, or not known.
                }
            }
            return null;
        }

        private void ask(long step, long wallMicros, @Nullable StepTaken taken, Map<String, String> changes) {
            if (!changes.isEmpty()) {
                labels = LabelChanges.apply(labels, changes);
            }
            waiting.put(step, new LoggedStep.Input(wallMicros, taken, labels));
        }

        private @Nullable LoggedStep answer(OutcomeLogged outcome) {
            LoggedStep.Input input = waiting.remove(outcome.getStep());
            if (input == null) {
                if (simulation.opened().getForkedFrom().getStep() == outcome.getStep()) {
                    begin(outcome); // A fork's agents saw this before their first step.
                }
                return null;
            }
            Columns before = lastStep == outcome.getStep() - 1 ? lastObservations : null;
            LoggedStep step = new LoggedStep(simulation, input, outcome, before, counter);
            lastStep = outcome.getStep();
            lastObservations = step.nextObservations();
            return step;
        }

        private void begin(OutcomeLogged outcome) {
            lastStep = outcome.getStep();
            lastObservations = new Columns(outcome.getObservationsList(), simulation.lanes());
        }
    }
}
