package org.recarena.simulator.bias;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.config.Range;
import org.recarena.simulator.stage.Impression;
import org.recarena.simulator.stage.Kernel;
import org.recarena.simulator.stage.Knob;
import org.recarena.simulator.stage.Setup;
import org.recarena.simulator.stage.Stage;

/** B9: the more there is to choose from, the more often nothing is chosen. */
public final class OverloadBias extends PublishedBias {

    /** The bias; it has no state. */
    public OverloadBias() {
        super(
                "overload",
                "Choice overload",
                Set.of(Stage.CHOICE),
                "Under a rule that chooses one of a slate, the logit of choosing nothing grows by weight "
                        + "* log K with the number K of slots.",
                "Iyengar and Lepper, When choice is demotivating (2000); Chernev, Boeckenholt and "
                        + "Goodman, Choice overload: a conceptual review and meta-analysis (2015)",
                List.of(Parameter.number(
                                "weight",
                                0,
                                Range.closed(-5, 5),
                                "How much the logarithm of the number of slots adds to choosing nothing.")
                        .withUnit("logits")));
    }

    @Override
    public Map<String, Map<String, Object>> presets() {
        return Map.of("mild", Map.of("weight", 0.25));
    }

    @Override
    public Optional<Kernel> kernel(Setup setup) {
        if (setup.allAre(0, "weight")) {
            return Optional.empty();
        }
        if (!setup.choosesOne()) {
            throw setup.refusal(
                    "weight",
                    "is not 0; overload needs a choice.rule that chooses one of a slate: logit, proportional or "
                            + "nested_logit");
        }
        return Optional.of(new Overload(setup.number("weight")));
    }

    /** Adds to the logit of choosing nothing. */
    private record Overload(Knob weight) implements Kernel.Perceives {

        @Override
        public void perceive(Impression shown) {
            shown.noClick += shown.value(weight) * StrictMath.log(shown.slots);
        }
    }
}
