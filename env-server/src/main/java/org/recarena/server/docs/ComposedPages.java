package org.recarena.server.docs;

import java.util.LinkedHashMap;
import java.util.Map;
import org.recarena.simulator.DescribedBias;
import org.recarena.simulator.Environment;
import org.recarena.simulator.config.Preset;

/** The pages of an environment that is composed of stages: its presets and its biases, each with a plot. Stateless. */
public final class ComposedPages {

    private ComposedPages() {}

    /**
     * All of them. Measures every plot, which takes some seconds.
     *
     * @param environment one with presets
     * @return contents by path below the documentation's directory
     */
    public static Map<String, String> of(Environment environment) {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("biases/README.md", BiasPage.index(environment));
        for (DescribedBias bias : environment.biases()) {
            pages.put("biases/" + bias.id() + ".md", BiasPage.of(bias, environment));
            pages.put("biases/" + bias.id() + ".svg", BiasFigures.of(bias).svg(environment));
            BiasFigures.more(bias)
                    .forEach((name, figure) ->
                            pages.put("biases/" + bias.id() + "-" + name + ".svg", figure.svg(environment)));
        }
        pages.put("presets/README.md", PresetPage.index(environment));
        for (Preset preset : environment.schema().presets()) {
            pages.put("presets/" + preset.name() + ".md", PresetPage.of(preset, environment));
            if (!preset.values().isEmpty()) {
                pages.put("presets/" + preset.name() + ".yaml", PresetPage.yaml(preset, environment));
                pages.put(
                        "presets/" + preset.name() + ".svg",
                        PresetFigures.of(preset, environment).svg(environment));
            }
        }
        return pages;
    }
}
