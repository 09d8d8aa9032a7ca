package org.recarena.simulator.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.recarena.simulator.World;
import org.recarena.simulator.config.Config;
import org.recarena.simulator.config.ConfigSchema;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.config.Range;
import org.recarena.simulator.formula.RewardFormula;
import org.recarena.simulator.space.DataType;
import org.recarena.simulator.space.TensorSpec;
import org.recarena.simulator.stage.Bias;
import org.recarena.simulator.stage.Knob;
import org.recarena.simulator.stage.Stage;

/**
 * Stages laid over an environment whose users have a behaviour of their own: what a config turns on of them in one
 * world. Immutable and thread-safe.
 *
 * @param kernels the biases that are on
 * @param stages the stages with these kernels
 * @param knobs the numbers of the config
 * @param layout where a lane's numbers stand
 * @param pending rewards on their way, where they are delayed
 * @param hoursPerUnit how long a unit of the environment's clock takes
 * @param formula the reward, where the config writes it as an expression
 */
public record Overlay(
        Kernels kernels,
        Stages stages,
        Knobs knobs,
        StateLayout layout,
        Optional<PendingOutcomes> pending,
        Knob hoursPerUnit,
        Optional<RewardFormula> formula) {

    private static final String HOURS = "visit.hours_per_step";

    /**
     * The stages that such an environment has; its users' choices are their own, and have no consequences to change.
     */
    private static final List<Stage> PRESENT = List.of(
            Stage.EXPOSURE,
            Stage.EXAMINATION,
            Stage.ATTRACTION,
            Stage.CHOICE,
            Stage.REWARD,
            Stage.DELAY,
            Stage.STATE,
            Stage.NOISE);

    /** The name of the signal that tells to which steps late rewards belong. */
    public static final String LATE_STEP = "late_reward_step";

    /** The name of the signal of late rewards. */
    public static final String LATE_VALUE = "late_reward_value";

    /**
     * Numbers about what such users do not have: satisfaction, ratings, purchases, a worth of items in common logits.
     */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "satiation.satisfaction",
            "satiation.fatigue",
            "noise.rating",
            "delayed_feedback.urgency",
            "delayed_feedback.eagerness");

    /**
     * Installed biases as such an environment can offer them.
     *
     * @param ids which of them
     * @return those, without the parameters that would have no effect
     */
    public static BiasCatalog offer(Set<String> ids) {
        return BiasCatalog.installed().only(ids).leavingOut(WITHOUT_EFFECT);
    }

    /**
     * The config keys of stages.
     *
     * @param biases those that the environment offers
     * @param unit the environment's unit of time
     * @param terms what a reward can be an expression over; see {@link RewardFormula#parameter}
     * @param taken the first parts of the environment's own keys
     * @return the parameters
     */
    public static List<Parameter> parameters(BiasCatalog biases, String unit, String terms, Collection<String> taken) {
        List<Parameter> parameters = new ArrayList<>(biases.parameters(taken));
        parameters.add(Parameter.number(
                        HOURS,
                        1,
                        Range.above(0),
                        "How long " + unit + " takes, for biases whose parameters are in hours.")
                .asVariable()
                .withUnit("hours"));
        parameters.add(RewardFormula.parameter(terms, "With it the environment's own reward has no effect."));
        return parameters;
    }

    /**
     * What a config turns on.
     *
     * @param config with the keys of {@link #parameters}
     * @param schema of the config
     * @param biases those that the environment offers
     * @param shape what the biases see of the world
     * @param terms the names that a reward can be an expression over
     * @param seed the world's
     * @return the stages
     * @throws org.recarena.simulator.input.InvalidInputException where a value is refused
     */
    public static Overlay of(
            Config config, ConfigSchema schema, BiasCatalog biases, Shape shape, List<String> terms, long seed) {
        Knobs knobs = new Knobs(config, schema, seed);
        StateLayout layout = new StateLayout(0);
        Kernels kernels = new KernelMaker(
                        config,
                        knobs,
                        new TopicItems(shape.topics),
                        shape.topics,
                        layout,
                        0,
                        0,
                        shape.slots,
                        shape.choosesOne,
                        seed)
                .make(biases);
        return new Overlay(
                kernels,
                new Stages(kernels),
                knobs,
                layout,
                kernels.delays.length > 0 ? Optional.of(new PendingOutcomes(layout)) : Optional.empty(),
                knobs.knob(HOURS),
                RewardFormula.of(config, terms));
    }

    /**
     * Nothing, for an environment that offers no stages.
     *
     * @return an overlay that is off
     */
    public static Overlay off() {
        ConfigSchema empty = new ConfigSchema(List.of());
        Kernels none = new Kernels(List.of());
        return new Overlay(
                none,
                new Stages(none),
                new Knobs(empty.resolve(Map.of()), empty, 0),
                new StateLayout(0),
                Optional.empty(),
                Knob.constant(1),
                Optional.empty());
    }

    /**
     * What biases see of a world.
     *
     * @param topics how many topics items have, by whose number they go
     * @param slots the length of slates
     * @param choosesOne whether at most one slot is chosen, by weights against choosing nothing
     */
    public record Shape(int topics, int slots, boolean choosesOne) {}

    /**
     * Whether nothing is turned on, so that the environment is what it is without stages.
     *
     * @return true where no bias is on and no expression is given
     */
    public boolean isOff() {
        return kernels.ids().isEmpty() && formula.isEmpty();
    }

    /**
     * Whether rewards are not what the signals of the step say.
     *
     * @return true where they are delayed, or an expression
     */
    public boolean changesReward() {
        return pending.isPresent() || formula.isPresent();
    }

    /**
     * The same without some biases, which keep their place in the state.
     *
     * @param ids of those to leave out
     * @return the others
     * @throws org.recarena.simulator.input.InvalidInputException where one is not on
     */
    public Overlay without(Set<String> ids) {
        Kernels others = kernels.without(ids);
        return new Overlay(others, new Stages(others), knobs, layout, pending, hoursPerUnit, formula);
    }

    /**
     * The signals of late rewards.
     *
     * @return none where rewards are not delayed
     */
    public List<TensorSpec> lateSignals() {
        return pending.isEmpty()
                ? List.of()
                : List.of(
                        Late.steps(LATE_STEP, "each reward was earned"),
                        Late.values(
                                LATE_VALUE, "The reward that became visible; 0 for none. Their sum is the reward."));
    }

    /**
     * Ground truth of users that stages keep; see {@link OverlayLanes#putState}.
     *
     * @return none where nothing is on
     */
    public List<TensorSpec> userStates() {
        if (isOff()) {
            return List.of();
        }
        List<TensorSpec> states = new ArrayList<>();
        states.add(TensorSpec.of(
                "biases",
                DataType.FLOAT64,
                List.of(layout.size()),
                "What the biases remember, of the lane and of its user."));
        states.addAll(knobs.drawnStates());
        return List.copyOf(states);
    }

    /**
     * Ground truth of the world: the numbers of the config that were drawn for it.
     *
     * @return by the name of the parameter
     */
    public Map<String, World.Parameter> parameters() {
        Map<String, World.Parameter> parameters = new LinkedHashMap<>();
        knobs.worldDraws()
                .forEach((key, value) ->
                        parameters.put("drawn." + key, new World.Parameter(List.of(), new double[] {value})));
        return parameters;
    }

    /**
     * What a lane holds in memory for the stages.
     *
     * @return bytes
     */
    public long laneBytes() {
        return isOff() ? 0 : StageRows.bytes(layout, knobs) + Double.BYTES;
    }

    /**
     * What is turned on, for people.
     *
     * @param biases those that the environment offers
     * @return a line for each stage that is not as it is without biases
     */
    public List<String> summary(BiasCatalog biases) {
        List<String> on = kernels.ids();
        List<String> lines = new ArrayList<>();
        for (Stage stage : PRESENT) {
            String here = biases.all().stream()
                    .filter(bias -> on.contains(bias.id()) && bias.stages().contains(stage))
                    .map(Bias::id)
                    .collect(Collectors.joining(", "));
            String said = stage == Stage.REWARD && formula.isPresent() ? "an expression" : here;
            if (!said.isEmpty()) {
                lines.add(stage.title() + ": " + said);
            }
        }
        return lines;
    }
}
