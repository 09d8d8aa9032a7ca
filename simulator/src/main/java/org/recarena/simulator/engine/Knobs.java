package org.recarena.simulator.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.recarena.simulator.config.Config;
import org.recarena.simulator.config.ConfigSchema;
import org.recarena.simulator.config.Distribution;
import org.recarena.simulator.config.Range;
import org.recarena.simulator.random.RandomStream;
import org.recarena.simulator.random.StreamKeys;
import org.recarena.simulator.space.DataType;
import org.recarena.simulator.space.TensorSpec;
import org.recarena.simulator.stage.Knob;

/**
 * The numbers of a world's config: those that are drawn once are drawn here, those that are drawn for each episode have
 * a place in each lane. Each has a stream of its own, so that giving one as a distribution moves no other. To be filled
 * by one thread, and then only read.
 */
public final class Knobs {

    private record Drawn(String name, long word, Distribution law, Range range) {}

    private final Config config;
    private final Map<String, Range> ranges = new LinkedHashMap<>();
    private final long seed;
    private final List<Drawn> drawn = new ArrayList<>();
    private final Map<String, Knob> made = new LinkedHashMap<>();
    private final Map<String, Double> worldDraws = new LinkedHashMap<>();

    /**
     * The numbers of a config, none of them drawn yet.
     *
     * @param config of a world
     * @param schema of the config
     * @param seed the world's
     */
    public Knobs(Config config, ConfigSchema schema, long seed) {
        this.config = config;
        this.seed = seed;
        schema.parameters().forEach(parameter -> ranges.put(parameter.name(), parameter.range()));
    }

    /**
     * A number that may differ between episodes.
     *
     * @param name its key
     * @return where its value is read
     */
    public Knob knob(String name) {
        return made.computeIfAbsent(name, this::make);
    }

    private Knob make(String name) {
        Distribution law = config.law(name);
        if (law.scope() == Distribution.Scope.WORLD) {
            return Knob.constant(number(name));
        }
        drawn.add(new Drawn(name, EpisodeStreams.word(name), law, range(name)));
        return Knob.drawn(drawn.size() - 1);
    }

    /**
     * A number that the world fixes, whatever the scope that was given.
     *
     * @param name its key
     * @return its value
     */
    public double number(String name) {
        if (config.values().get(name) instanceof Number number) {
            return number.doubleValue();
        }
        return worldDraws.computeIfAbsent(name, this::drawForWorld);
    }

    private double drawForWorld(String name) {
        RandomStream stream = new RandomStream();
        StreamKeys.seed(stream, seed, StreamKeys.WORLD_LANE, EpisodeStreams.word(name), EpisodeStreams.KNOBS);
        return config.law(name).draw(stream, range(name));
    }

    private Range range(String name) {
        return ranges.getOrDefault(name, Range.ALL);
    }

    /**
     * The numbers that were drawn once.
     *
     * @return by key
     */
    public Map<String, Double> worldDraws() {
        return Map.copyOf(worldDraws);
    }

    /**
     * The keys of the numbers drawn for each episode.
     *
     * @return in the order of their places
     */
    public List<String> episodeKeys() {
        return drawn.stream().map(Drawn::name).toList();
    }

    /**
     * What ground truth tells of each of {@link #episodeKeys}: a number by the name of its key, as the world's own
     * draws are told.
     *
     * @return in the order of their places
     */
    public List<TensorSpec> drawnStates() {
        return drawn.stream()
                .map(number -> TensorSpec.of(
                        "drawn." + number.name,
                        DataType.FLOAT64,
                        List.of(),
                        "The value of " + number.name + " drawn for this episode."))
                .toList();
    }

    /**
     * Draws a lane's numbers for an episode.
     *
     * @param streams where from
     * @param lane the lane
     * @param out receives one number for each of {@link #episodeKeys}
     * @param at where in {@code out} to begin
     */
    public void draw(EpisodeStreams streams, int lane, double[] out, int at) {
        for (int i = 0; i < drawn.size(); i++) {
            Drawn number = drawn.get(i);
            out[at + i] = number.law.draw(streams.knobs(lane, number.word), number.range);
        }
    }
}
