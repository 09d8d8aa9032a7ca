package org.recarena.simulator.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.recarena.simulator.DescribedBias;
import org.recarena.simulator.Environment;
import org.recarena.simulator.World;
import org.recarena.simulator.config.Config;
import org.recarena.simulator.config.ConfigSchema;
import org.recarena.simulator.engine.BiasCatalog;
import org.recarena.simulator.space.Spaces;
import org.recarena.simulator.stage.Bias;
import org.recarena.simulator.stage.Stage;

/**
 * RecArena-Session-v1: users composed of stages and biases. One episode is one user's visit, of one or more sessions;
 * an action is a slate; the reward is a sum, or a vector, of what the config weighs.
 */
public final class SessionV1 implements Environment {

    private final BiasCatalog biases;
    private final ConfigSchema schema;

    /** The environment with all biases on the class path. */
    public SessionV1() {
        this(BiasCatalog.installed());
    }

    /**
     * The environment with given biases.
     *
     * @param biases the biases that a config can set
     */
    public SessionV1(BiasCatalog biases) {
        this.biases = biases;
        this.schema = SessionSchema.of(biases);
    }

    @Override
    public String id() {
        return "RecArena-Session-v1";
    }

    @Override
    public String description() {
        return "Users who look over slates, click, spend time, are satisfied or not, rate, buy, change and leave. Each "
                + "of these is a stage, and biases change stages: position, trust, popularity, satiation, delays and "
                + "others, each off unless its keys are set. Every number can be a distribution, and ground truth tells "
                + "the same step with and without any bias.";
    }

    @Override
    public String source() {
        return "The project's own, composed of published models; every key names its source.";
    }

    @Override
    public ConfigSchema schema() {
        return schema;
    }

    @Override
    public List<String> stages() {
        return Arrays.stream(Stage.values()).map(Stage::title).toList();
    }

    @Override
    public List<DescribedBias> biases() {
        return biases.described();
    }

    @Override
    public Spaces spaces(Config config) {
        // Kernels are made for a small world, so that what biases refuse is refused before a large one is made.
        SessionModel trial = SessionModel.trial(config, schema, biases);
        return SessionSpaces.of(config, trial.pending().isPresent());
    }

    @Override
    public long worldBytes(Config config) {
        return SessionModel.itemBytes(config);
    }

    @Override
    public List<String> summary(Config config) {
        List<String> on = SessionModel.trial(config, schema, biases).kernels().ids();
        List<String> lines = new ArrayList<>();
        for (Stage stage : Stage.values()) {
            String here = biases.all().stream()
                    .filter(bias -> on.contains(bias.id()) && bias.stages().contains(stage))
                    .map(Bias::id)
                    .collect(Collectors.joining(", "));
            String rule = stage == Stage.CHOICE ? "rule " + config.choice("choice.rule") : "";
            String joint = rule.isEmpty() || here.isEmpty() ? "" : ", ";
            String said = rule + joint + here;
            lines.add(stage.title() + ": " + (said.isEmpty() ? "no bias" : said));
        }
        return lines;
    }

    @Override
    public World createWorld(Config config, long seed) {
        SessionModel model = SessionModel.of(SessionModel.checked(config), schema, biases, seed);
        return new SessionWorld(model, SessionSpaces.of(config, model.pending().isPresent()));
    }
}
