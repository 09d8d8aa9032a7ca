package org.recarena.simulator.session;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import org.recarena.simulator.Lanes;
import org.recarena.simulator.RewardModel;
import org.recarena.simulator.World;
import org.recarena.simulator.engine.StageRows;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.space.Spaces;
import org.recarena.simulator.space.TensorSpec;
import org.recarena.simulator.stage.Items;

/** A world of sessions. */
final class SessionWorld implements World {

    /** What else a lane holds, in bytes, roughly. */
    private static final int LANE_BYTES = 8;

    private final SessionModel model;
    private final Spaces spaces;

    SessionWorld(SessionModel model, Spaces spaces) {
        this.model = model;
        this.spaces = spaces;
    }

    SessionModel model() {
        return model;
    }

    @Override
    public Spaces spaces() {
        return spaces;
    }

    @Override
    public List<Column> constants() {
        return spaces.observations().stream()
                .filter(TensorSpec::constant)
                .map(this::constant)
                .toList();
    }

    private Column constant(TensorSpec spec) {
        Column column = new Column(spec, 1);
        for (int item = 0; item < model.items().count(); item++) {
            if (spec.name().equals("candidates")) {
                column.putInt(item);
            } else {
                SessionSpaces.putFeatures(model.items(), item, column);
            }
        }
        return column;
    }

    @Override
    public List<String> warnings() {
        return List.of();
    }

    @Override
    public int maxEpisodeSteps() {
        return model.size().maxEpisodeSteps();
    }

    @Override
    public boolean deliversUnseenEpisodes() {
        return false;
    }

    /** The components' names; their values come from {@link SessionLanes#rewards}, since some are no signals. */
    @Override
    public RewardModel rewardModel() {
        return new RewardModel() {
            @Override
            public List<String> names() {
                return model.reward().names();
            }

            @Override
            public void reward(int lanes, Column[] signals, double[] rewards) {
                throw new UnsupportedOperationException("the rewards of a session do not follow from its signals");
            }
        };
    }

    @Override
    public Map<String, Parameter> parameters() {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        Catalogue items = model.items();
        parameters.put("item_topic", of(items.count(), items::topic));
        parameters.put("item_quality", of(items.count(), items::quality));
        parameters.put("item_clickbait", of(items.count(), items::clickbait));
        parameters.put("item_price", of(items.count(), items::price));
        parameters.put("item_length", of(items.count(), items::length));
        parameters.put("item_prominence", of(items.count(), items::prominence));
        parameters.put("item_popularity", of(items.count(), items::popularity));
        parameters.put("item_mean_rating", of(items.count(), items::meanRating));
        parameters.put("item_born", of(items.count(), items::born));
        if (items.isMortal()) {
            parameters.put("item_dies", of(items.count(), items::dies));
        }
        parameters.put("item_features", features(items));
        double[] means = model.cohorts().means();
        parameters.put("cohort_means", new Parameter(List.of(model.cohorts().count(), items.dimension()), means));
        model.knobs()
                .worldDraws()
                .forEach(
                        (key, value) -> parameters.put("drawn." + key, new Parameter(List.of(), new double[] {value})));
        return parameters;
    }

    private static Parameter of(int count, IntToDoubleFunction attribute) {
        double[] values = new double[count];
        for (int item = 0; item < count; item++) {
            values[item] = attribute.applyAsDouble(item);
        }
        return new Parameter(List.of(count), values);
    }

    private static Parameter features(Items items) {
        int dimension = items.dimension();
        double[] values = new double[items.count() * dimension];
        for (int i = 0; i < values.length; i++) {
            values[i] = items.feature(i / dimension, i % dimension);
        }
        return new Parameter(List.of(items.count(), dimension), values);
    }

    @Override
    public long laneBytes(Set<String> observations) {
        return LANE_BYTES
                + StageRows.bytes(model.layout(), model.knobs())
                + 2L * model.slots()
                + 8L * model.reward().names().size()
                + (observations.contains("user") ? 8L * model.items().dimension() : 0);
    }

    @Override
    public Lanes open(int count, Set<String> observations) {
        return new SessionLanes(model, count, observations.contains("user"));
    }
}
