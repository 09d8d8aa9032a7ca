package org.recarena.simulator.recsim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.recarena.simulator.Environment;
import org.recarena.simulator.config.Config;
import org.recarena.simulator.config.ConfigSchema;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.config.Range;

/** The choc/kale variant of long-term satisfaction from RecSim's tutorial: users choose, and show how they feel. */
public final class ChocKale extends SlateEnvironment implements Environment {

    /** Creates the environment; it has no state that changes. */
    public ChocKale() {
        super(SlateStages.ofChoices(), true);
    }

    @Override
    public String id() {
        return "RecSim-ChocKale-v1";
    }

    @Override
    public String description() {
        return "Users choose one document of each slate. Chocolate engages them at once and lowers their satisfaction, on "
                + "which all later engagement depends, and of which a noisy measurement is seen.";
    }

    @Override
    public String source() {
        return Settings.SOURCE + ", tutorial \"Developing an Environment\"";
    }

    @Override
    public ConfigSchema schema() {
        List<Parameter> parameters = new ArrayList<>(Settings.parameters(10, 2, 0));
        parameters.addAll(Settings.randomParameters());
        parameters.addAll(SatisfactionParameters.all(0.9));
        parameters.add(Settings.number(
                "observation_noise_stddev",
                0.1,
                Range.closed(0, 1),
                "The standard deviation of the noise through which satisfaction is seen; it is cut off at -1 and 1."));
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
                new ChocKaleUsers(SatisfactionParameters.users(config), config.number("observation_noise_stddev")),
                List.of(DocumentField.IDS, DocumentField.CLICKBAIT),
                List.of(),
                List.of(ResponseField.CLICK, ResponseField.ENGAGEMENT, ResponseField.UNCLIPPED_ENGAGEMENT),
                ResponseField.UNCLIPPED_ENGAGEMENT,
                "clicked_engagement",
                config.integer("document_seed_offset"),
                Map.of());
    }
}
