package org.recarena.simulator.bias;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.config.Range;
import org.recarena.simulator.stage.Impression;
import org.recarena.simulator.stage.Items;
import org.recarena.simulator.stage.Kernel;
import org.recarena.simulator.stage.Knob;
import org.recarena.simulator.stage.Setup;
import org.recarena.simulator.stage.Stage;

/** B17: no one watches longer than a video lasts. */
public final class DurationBias extends PublishedBias {

    /** The bias; it has no state. */
    public DurationBias() {
        super(
                "duration",
                "Duration bias",
                Set.of(Stage.SATISFACTION),
                "The time spent is min(W, replays * d), with W the time that would be spent on an endless "
                        + "item, log-normal, and d the item's length; and with probability skip the user turns away "
                        + "at once. Longer items then collect more time without being more wanted.",
                "Zhan et al., Deconfounding duration bias in watch-time prediction for video "
                        + "recommendation (2022); Zheng et al., DVR: micro-video recommendation optimizing watch- "
                        + "time-gain (2022)",
                List.of(
                        Parameter.bool("limited", false, "Whether the time spent on an item is limited by its length."),
                        Parameter.number(
                                "replays",
                                1,
                                Range.above(0),
                                "How many times its length can be spent on an item at most."),
                        Parameter.number("skip", 0, Range.closed(0, 1), "The probability of turning away at once.")));
    }

    @Override
    public Map<String, Map<String, Object>> presets() {
        return Map.of("video", Map.of("limited", true, "skip", 0.2));
    }

    @Override
    public Optional<Kernel> kernel(Setup setup) {
        boolean limited = setup.bool("limited");
        return !limited && setup.allAre(0, "skip")
                ? Optional.empty()
                : Optional.of(new Duration(limited, setup.number("replays"), setup.number("skip"), setup.items()));
    }

    /** Limits the time that is spent. */
    private record Duration(boolean limited, Knob replays, Knob skip, Items items) implements Kernel.Satisfies {

        @Override
        public void satisfy(Impression shown) {
            shown.skip = 1 - (1 - shown.skip) * (1 - shown.value(skip));
            double replays = shown.value(this.replays);
            for (int slot = 0; slot < shown.slots && limited; slot++) {
                double longest = replays * items.length(shown.items[slot]);
                shown.dwellLimit[slot] = Math.min(shown.dwellLimit[slot], longest);
            }
        }
    }
}
