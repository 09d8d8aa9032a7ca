package org.recarena.simulator.recsim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.recarena.simulator.Environment;
import org.recarena.simulator.config.Config;
import org.recarena.simulator.config.ConfigSchema;
import org.recarena.simulator.config.Parameter;

/** RecSim's long-term satisfaction ("choc versus kale"): what engages now wears the user out. */
public final class LongTermSatisfaction extends SlateEnvironment implements Environment {

    /** Creates the environment; it has no state that changes. */
    public LongTermSatisfaction() {
        super(SlateStages.ofFirstSlot(), true);
    }

    @Override
    public String id() {
        return "RecSim-LongTermSatisfaction-v1";
    }

    @Override
    public String description() {
        return "Users consume the first document of each slate. Clickbait engages them at once and lowers their hidden "
                + "satisfaction, on which all later engagement depends.";
    }

    @Override
    public String source() {
        return Settings.SOURCE;
    }

    @Override
    public ConfigSchema schema() {
        List<Parameter> parameters = new ArrayList<>(Settings.parameters(10, 1, 0));
        parameters.addAll(Settings.randomParameters());
        parameters.addAll(SatisfactionParameters.all(0.7));
        parameters.add(Parameter.choice(
                        "reward",
                        List.of("clicked_engagement"),
                        "clicked_engagement: the engagement of the slate, nothing cut off.")
                .withSource(Settings.SOURCE));
        parameters.add(SatisfactionParameters.documentSeedOffset());
        parameters.addAll(stages.parameters("click", "engagement", "unclipped_engagement"));
        return new ConfigSchema(parameters);
    }

    @Override
    List<String> warnings(Config config) {
        return Settings.warnings(config, "global_seed", "document_seed_offset");
    }

    @Override
    Problem problem(Config config) {
        return new Problem(
                Settings.of(config),
                new ClickbaitDocuments(),
                SatisfactionParameters.users(config),
                List.of(DocumentField.IDS, DocumentField.CLICKBAIT),
                List.of(),
                List.of(ResponseField.CLICK, ResponseField.ENGAGEMENT, ResponseField.UNCLIPPED_ENGAGEMENT),
                ResponseField.UNCLIPPED_ENGAGEMENT,
                config.choice("reward"),
                config.integer("document_seed_offset"),
                Map.of());
    }
}
