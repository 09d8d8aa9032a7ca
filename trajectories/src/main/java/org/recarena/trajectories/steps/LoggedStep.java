package org.recarena.trajectories.steps;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.recarena.trajectories.UnpackedColumn;
import org.recarena.v1.OutcomeLogged;
import org.recarena.v1.PackedColumn;
import org.recarena.v1.StepTaken;

/**
 * A reset or step of all lanes together, inputs and outcome. Columns are unpacked when they are asked for. Immutable.
 *
 * <p>Everything by lane takes a lane from 0 and throws {@link IndexOutOfBoundsException} beyond the last.
 */
public final class LoggedStep {

    private static final int ACTIONS = 0;
    private static final int PROPENSITIES = 1;
    private static final int SLOT_PROPENSITIES = 2;
    private static final int DISTRIBUTION = 3;

    private static final int REWARDS = 0;
    private static final int TERMINATED = 1;
    private static final int TRUNCATED = 2;
    private static final int EPISODES = 3;
    private static final int ACTIVE = 4;
    private static final int ACTED = 5;

    private final LoggedSimulation simulation;
    private final Input input;
    private final OutcomeLogged outcome;
    private final Columns inputs;
    private final Columns results;
    private final Columns signals;
    private final Observations observations;
    private final int[] stepInEpisode;

    /**
     * What was asked for.
     *
     * @param wallMicros when, since 1970
     * @param taken null for a reset
     * @param labels in force
     */
    record Input(long wallMicros, @Nullable StepTaken taken, Map<String, String> labels) {}

    LoggedStep(
            LoggedSimulation simulation,
            Input input,
            OutcomeLogged outcome,
            @Nullable Columns before,
            EpisodeCounter counter) {
        int lanes = simulation.lanes();
        this.simulation = simulation;
        this.input = input;
        this.outcome = outcome;
        this.inputs = new Columns(inputColumns(input.taken()), lanes);
        this.results = new Columns(
                List.of(
                        outcome.getRewards(),
                        outcome.getTerminated(),
                        outcome.getTruncated(),
                        outcome.getEpisodes(),
                        outcome.getActive(),
                        outcome.getActed()),
                lanes);
        this.signals = new Columns(outcome.getSignalsList(), lanes);
        this.observations = new Observations(simulation, before, outcome);
        this.stepInEpisode = counter.count(this);
    }

    private static List<PackedColumn> inputColumns(@Nullable StepTaken taken) {
        return taken == null
                ? List.of()
                : List.of(
                        taken.getActions(),
                        taken.getPropensities(),
                        taken.getSlotPropensities(),
                        taken.getDistribution());
    }

    /**
     * Whose it is.
     *
     * @return the simulation
     */
    public LoggedSimulation simulation() {
        return simulation;
    }

    /**
     * Its number in the simulation; resets count too.
     *
     * @return from 1
     */
    public long step() {
        return outcome.getStep();
    }

    /**
     * Whether it is a reset: then there are no actions.
     *
     * @return false for a step
     */
    public boolean isReset() {
        return input.taken() == null;
    }

    /**
     * The labels in force.
     *
     * @return immutable
     */
    public Map<String, String> labels() {
        return input.labels();
    }

    /**
     * When it was asked for, by the server's clock.
     *
     * @return to the microsecond
     */
    public Instant wallTime() {
        return Instant.EPOCH.plus(input.wallMicros(), ChronoUnit.MICROS);
    }

    /**
     * How many lanes there are.
     *
     * @return the number of rows
     */
    public int lanes() {
        return simulation.lanes();
    }

    /**
     * Whether the lane was played on: stepped, or reset.
     *
     * @param lane which
     * @return false for a lane outside a reset's mask
     */
    public boolean active(int lane) {
        return results.integer(ACTIVE, check(lane), 1) != 0;
    }

    /**
     * Whether the lane's action was shown to a user. Only such rows count for evaluation.
     *
     * @param lane which
     * @return false in a reset, and where a step only began the next episode
     */
    public boolean acted(int lane) {
        return results.integer(ACTED, check(lane), isReset() ? 0 : 1) != 0;
    }

    /**
     * The lanes whose actions were shown to users.
     *
     * @return a row for each
     */
    public List<LaneStep> rows() {
        return IntStream.range(0, lanes())
                .filter(this::acted)
                .mapToObj(lane -> new LaneStep(this, lane))
                .toList();
    }

    /**
     * The episode that the lane's reward and flags belong to.
     *
     * @param lane which
     * @return its number in the lane, from 0
     */
    public long episode(int lane) {
        return results.integer(EPISODES, check(lane), 0);
    }

    /**
     * How many recommendations the lane's user had been shown before.
     *
     * @param lane which
     * @return from 0; -1 if the action was not shown. In a log that begins in the middle of an episode, counted from
     *     there
     */
    public int stepInEpisode(int lane) {
        return stepInEpisode[lane];
    }

    /**
     * Whether the user left.
     *
     * @param lane which
     * @return true if the episode ended so
     */
    public boolean terminated(int lane) {
        return results.integer(TERMINATED, check(lane), 0) != 0;
    }

    /**
     * Whether a limit cut the episode off.
     *
     * @param lane which
     * @return true if the episode ended so
     */
    public boolean truncated(int lane) {
        return results.integer(TRUNCATED, check(lane), 0) != 0;
    }

    /**
     * What was recommended.
     *
     * @param lane which
     * @return the item, or the slate's items in order; none for a reset
     */
    public int[] actions(int lane) {
        double[] items = inputs.row(ACTIONS, check(lane));
        return Arrays.stream(items).mapToInt(item -> (int) item).toArray();
    }

    /**
     * With which probability the agent chose what it showed.
     *
     * @param lane which
     * @return empty if the agent did not say
     */
    public OptionalDouble propensity(int lane) {
        OptionalDouble logged = optional(inputs, PROPENSITIES, check(lane));
        return logged.isPresent() && Double.isNaN(logged.getAsDouble()) ? OptionalDouble.empty() : logged;
    }

    /**
     * With which probability the agent chose each slot's item.
     *
     * @param lane which
     * @return one for each slot; none if the agent did not say
     */
    public double[] slotPropensities(int lane) {
        return known(inputs.row(SLOT_PROPENSITIES, check(lane)));
    }

    /**
     * With which probability the agent would have chosen each item.
     *
     * @param lane which
     * @return one for each item; none if the agent did not say
     */
    public double[] distribution(int lane) {
        return known(inputs.row(DISTRIBUTION, check(lane)));
    }

    /** What the agent did not know of a lane is NaN in the log. */
    private static double[] known(double[] propensities) {
        return propensities.length > 0 && Double.isNaN(propensities[0]) ? new double[0] : propensities;
    }

    /**
     * The reward, or its first component.
     *
     * @param lane which
     * @return 0 for a reset
     */
    public double reward(int lane) {
        return results.first(REWARDS, check(lane), 0);
    }

    /**
     * The reward's components.
     *
     * @param lane which
     * @return in the order of the simulation's rewards
     */
    public double[] rewards(int lane) {
        return results.row(REWARDS, check(lane));
    }

    /**
     * A signal's value, or the first of them.
     *
     * @param name of the signal
     * @param lane which
     * @return empty if no such signal is logged
     */
    public OptionalDouble signal(String name, int lane) {
        return optional(signals, simulation.signalIndex(name), check(lane));
    }

    /**
     * A signal's values.
     *
     * @param name of the signal
     * @param lane which
     * @return none if no such signal is logged
     */
    public double[] signals(String name, int lane) {
        return signals.row(simulation.signalIndex(name), check(lane));
    }

    /**
     * What the agent saw before it acted: the context of the action.
     *
     * @param name of the observation
     * @param lane which
     * @return row-major; none if it is not logged, or the outcome before is not in the log
     */
    public double[] before(String name, int lane) {
        return observations.before(name, check(lane));
    }

    /**
     * What could be seen after it, in the same episode: of an episode that ended, its last observation.
     *
     * @param name of the observation
     * @param lane which
     * @return row-major; none if it is not logged
     */
    public double[] after(String name, int lane) {
        return observations.after(name, check(lane));
    }

    /**
     * What the agent sees next, which in a lane that began its next episode in the same step is that episode's first
     * observation.
     *
     * @param name of the observation
     * @param lane which
     * @return row-major; none if it is not logged
     */
    public double[] next(String name, int lane) {
        return observations.next(name, check(lane));
    }

    /**
     * A column of observations for all lanes at once, as {@link #next}; for those that change.
     *
     * @param name of the observation
     * @return null if it is not logged, or stays the same ({@link LoggedSimulation#constant})
     */
    public @Nullable UnpackedColumn nextColumn(String name) {
        return observations.nextColumn(name);
    }

    /**
     * The simulated time after the step: the observation {@code time}.
     *
     * @param lane which
     * @return empty if it is not logged
     */
    public OptionalDouble simulatedTime(int lane) {
        double[] time = after("time", lane);
        return time.length == 1 ? OptionalDouble.of(time[0]) : OptionalDouble.empty();
    }

    /**
     * The record of what came of it.
     *
     * @return as it was logged
     */
    public OutcomeLogged outcome() {
        return outcome;
    }

    /** What the agent sees next, for the step after this one. */
    Columns nextObservations() {
        return observations.next();
    }

    private int check(int lane) {
        if (lane < 0 || lane >= lanes()) {
            throw new IndexOutOfBoundsException("lane is " + lane + "; it must be from 0 to " + (lanes() - 1));
        }
        return lane;
    }

    private static OptionalDouble optional(Columns columns, int index, int lane) {
        return columns.column(index) == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(columns.first(index, lane, Double.NaN));
    }
}
