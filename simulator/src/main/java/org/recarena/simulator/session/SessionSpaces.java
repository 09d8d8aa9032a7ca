package org.recarena.simulator.session;

import java.util.ArrayList;
import java.util.List;
import org.recarena.simulator.config.Config;
import org.recarena.simulator.space.ActionSpace;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.space.DataType;
import org.recarena.simulator.space.Spaces;
import org.recarena.simulator.space.TensorSpec;
import org.recarena.simulator.stage.Items;

/** What agents of a session see and do. */
final class SessionSpaces {

    /** Attributes of an item beside its features, in the observation of candidates. */
    private static final int ATTRIBUTES = 6;

    private SessionSpaces() {}

    static Spaces of(Config config, boolean delays) {
        SessionSize size = SessionSize.of(config);
        return new Spaces(
                new ActionSpace(size.candidates(), size.slots(), size.repeatsAllowed()),
                observations(size),
                Outcomes.specs(size.slots(), delays, RatingGrid.of(config.bool("feedback.half_stars"))),
                SessionReward.names(config));
    }

    private static List<TensorSpec> observations(SessionSize size) {
        List<TensorSpec> specs = new ArrayList<>();
        specs.add(TensorSpec.of(
                "user",
                DataType.FLOAT32,
                List.of(size.dimension()),
                "The user's taste, with noise: what a platform may know of the user."));
        specs.add(TensorSpec.of("hours", DataType.FLOAT32, List.of(), "The time since the world began, in hours.")
                .atLeast(0));
        TensorSpec candidates = TensorSpec.of(
                        "candidates", DataType.INT32, List.of(size.candidates()), "The item that each candidate is.")
                .within(0, size.items() - 1.0);
        specs.add(size.drawsCandidates() ? candidates : ofCatalogue(candidates.onRequest(), size));
        TensorSpec features = TensorSpec.of(
                        "candidate_features",
                        DataType.FLOAT32,
                        List.of(size.candidates(), size.dimension() + ATTRIBUTES),
                        "Of each candidate its features, and then topic, logarithm of price, logarithm of length in "
                                + "seconds, prominence, logarithm of 1 + popularity, and mean rating in stars.")
                .onRequest();
        // What is drawn need not be logged with all that it looks like: that follows from which items they are.
        specs.add(size.drawsCandidates() ? features.asDerived() : ofCatalogue(features, size));
        if (size.drawsCandidates() && size.fitsAMessage()) {
            specs.add(TensorSpec.of(
                            "item_features",
                            DataType.FLOAT32,
                            List.of(size.items(), size.dimension() + ATTRIBUTES),
                            "Of each item what candidate_features has of each candidate.")
                    .onRequest()
                    .asConstant());
        }
        return List.copyOf(specs);
    }

    private static TensorSpec ofCatalogue(TensorSpec spec, SessionSize size) {
        return size.sendsItemsOnce() ? spec.asConstant() : spec;
    }

    static void putFeatures(Items items, int item, Column out) {
        for (int feature = 0; feature < items.dimension(); feature++) {
            out.putFloat((float) items.feature(item, feature));
        }
        out.putFloat(items.topic(item));
        out.putFloat((float) items.logPrice(item));
        out.putFloat((float) items.logLength(item));
        out.putFloat((float) items.prominence(item));
        out.putFloat((float) items.logPopularity(item));
        out.putFloat((float) items.meanRating(item));
    }
}
