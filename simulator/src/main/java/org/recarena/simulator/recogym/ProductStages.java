package org.recarena.simulator.recogym;

import java.util.List;
import java.util.Set;
import org.recarena.simulator.DescribedBias;
import org.recarena.simulator.config.Config;
import org.recarena.simulator.config.ConfigSchema;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.engine.BiasCatalog;
import org.recarena.simulator.engine.Overlay;
import org.recarena.simulator.input.InvalidInputException;

/** The stages that RecoGym-v1 can be given, which shows one product at a time. Immutable and thread-safe. */
final class ProductStages {

    /** What a reward can be an expression over: the recorded click, and 1 for the recommendation. */
    static final List<String> TERMS = List.of("click", "impression");

    private static final String SATIATION = "satiation";

    /** Each lane keeps a number for each product. */
    private static final int MAX_PRODUCTS_TO_REMEMBER = 10_000;

    private final BiasCatalog biases = Overlay.offer(Set.of(SATIATION, "noise", "delayed_feedback"))
            .leavingOut(Set.of("noise.misclick_decay")); // There is one slot.

    List<Parameter> parameters() {
        return Overlay.parameters(
                biases,
                "a unit of the clock",
                "click, 1 where a click is recorded, and impression, always 1, such as \"click - 0.01 * impression\"",
                List.of("reward", "visit"));
    }

    /** What a config turns on; a product is a topic of its own. */
    Overlay overlay(Config config, ConfigSchema schema, int products, long seed) {
        Overlay overlay = Overlay.of(config, schema, biases, new Overlay.Shape(products, 1, false), TERMS, seed);
        if (products > MAX_PRODUCTS_TO_REMEMBER && overlay.kernels().ids().contains(SATIATION)) {
            throw new InvalidInputException(
                    "config.num_products",
                    "is " + products + "; with satiation it must be at most " + MAX_PRODUCTS_TO_REMEMBER
                            + ", since every lane keeps a number for each product");
        }
        return overlay;
    }

    List<DescribedBias> described() {
        return biases.described();
    }

    List<String> summary(Overlay overlay) {
        return overlay.summary(biases);
    }
}
