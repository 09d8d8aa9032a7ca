package org.recarena.simulator.bias;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.config.Range;
import org.recarena.simulator.random.RandomStream;
import org.recarena.simulator.stage.Impression;
import org.recarena.simulator.stage.Items;
import org.recarena.simulator.stage.Kernel;
import org.recarena.simulator.stage.Knob;
import org.recarena.simulator.stage.Setup;
import org.recarena.simulator.stage.Stage;

/** B21, driven by exposure: tastes move towards what was consumed, and so bubbles form. */
public final class TasteFeedback extends PublishedBias {

    /** The bias; it has no state. */
    public TasteFeedback() {
        super(
                "taste_feedback",
                "Taste feedback",
                Set.of(Stage.STATE),
                "A click on an item with features v moves the user's taste x to x + pull * (v - x); what "
                        + "was looked at and not chosen moves it by exposure * (v - x). With a radius only items "
                        + "nearer than that move it.",
                "Jiang et al., Degenerate feedback loops in recommender systems (2019); Krauth et al. "
                        + "(RecLab, 2020); Hegselmann and Krause, Opinion dynamics and bounded confidence (2002)",
                List.of(
                        Parameter.number("pull", 0, Range.closed(-1, 1), "How far a click moves tastes."),
                        Parameter.number(
                                "exposure", 0, Range.closed(-1, 1), "How far a look without a click moves tastes."),
                        Parameter.number(
                                "radius",
                                0,
                                Range.atLeast(0),
                                "How near an item must be to move them; 0 for any distance.")));
    }

    @Override
    public Map<String, Map<String, Object>> presets() {
        return Map.of("filter-bubble", Map.of("pull", 0.1), "bounded", Map.of("pull", 0.1, "radius", 3.0));
    }

    @Override
    public Optional<Kernel> kernel(Setup setup) {
        return setup.allAre(0, "pull", "exposure")
                ? Optional.empty()
                : Optional.of(new Pull(
                        setup.number("pull"),
                        setup.number("exposure"),
                        setup.number("radius"),
                        setup.items(),
                        setup.taste()));
    }

    /** Moves tastes. */
    private record Pull(Knob pull, Knob exposure, Knob radius, Items items, int taste) implements Kernel.Remembers {

        @Override
        public void update(Impression shown, RandomStream stream) {
            for (int slot = 0; slot < shown.slots; slot++) {
                if (shown.examined[slot] || shown.chosen[slot]) {
                    move(shown, shown.items[slot], shown.value(shown.chosen[slot] ? pull : exposure));
                }
            }
        }

        private void move(Impression shown, int item, double weight) {
            double radius = shown.value(this.radius);
            if (weight == 0 || (radius > 0 && square(shown, item) > radius * radius)) {
                return;
            }
            for (int feature = 0; feature < items.dimension(); feature++) {
                double at = shown.state(taste + feature);
                shown.state(taste + feature, at + weight * (items.feature(item, feature) - at));
            }
        }

        private double square(Impression shown, int item) {
            double sum = 0;
            for (int feature = 0; feature < items.dimension(); feature++) {
                double difference = items.feature(item, feature) - shown.state(taste + feature);
                sum += difference * difference;
            }
            return sum;
        }
    }
}
