package org.recarena.simulator.session;

import java.util.List;
import java.util.stream.Stream;
import org.recarena.simulator.config.Preset;

/** All presets of {@code RecArena-Session-v1}. Each is data alone: what it does not set has its default. */
final class SessionPresets {

    private SessionPresets() {}

    /** The one without any bias first, as the default; then by what they are about. */
    static List<Preset> all() {
        return Stream.of(
                        List.of(clean()),
                        SearchPresets.all(),
                        FeedPresets.all(),
                        MarketPresets.all(),
                        LoopPresets.all())
                .flatMap(List::stream)
                .toList();
    }

    private static Preset clean() {
        return new Preset(
                "clean",
                "No bias",
                "Users who look at every slot, want what they click, and report it plainly. Every bias is off and every "
                        + "key has its default: the world to measure a bias against.",
                "The project's own.");
    }
}
