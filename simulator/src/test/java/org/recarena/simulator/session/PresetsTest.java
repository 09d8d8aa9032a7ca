package org.recarena.simulator.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.recarena.simulator.Outcome;
import org.recarena.simulator.config.Config;
import org.recarena.simulator.config.Preset;
import org.recarena.simulator.engine.BiasCatalog;
import org.recarena.simulator.space.Column;

/** The presets: what there is, and that each is a world in which something can be learned. */
class PresetsTest {

    private static final long SEED = 11;
    private static final SessionV1 ENVIRONMENT = new SessionV1();

    static Stream<Preset> presets() {
        return ENVIRONMENT.schema().presets().stream();
    }

    @Test
    void allAreThereAndCleanIsTheDefault() {
        assertThat(presets().map(Preset::name))
                .startsWith("clean")
                .contains("search-page", "web-ubm", "dbn", "feed", "short-video", "ecommerce", "ratings-site", "ads")
                .contains("hostile", "clickbait-feed", "music-boredom", "news-drift", "video-watch-time")
                .contains("ratings-self-selection", "delayed-conversions", "popularity-herd", "filter-bubble")
                .contains("cold-start", "cultural-market", "creator-platform", "shilling");
        assertThat(turnedOn(Map.of())).isEmpty();
        assertThat(ENVIRONMENT.schema().resolve(Map.of("preset", "clean")).values())
                .isEqualTo(ENVIRONMENT.schema().resolve(Map.of()).values());
    }

    private static List<String> turnedOn(Map<String, ?> config) {
        Config resolved = ENVIRONMENT.schema().resolve(config);
        return SessionModel.trial(resolved, ENVIRONMENT.schema(), BiasCatalog.installed())
                .kernels()
                .ids();
    }

    /** A key that leaves its bias off, or that sets a default again, would be a mistake in the list. */
    @ParameterizedTest
    @MethodSource("presets")
    void everyValueMatters(Preset preset) {
        Map<String, Object> plain = ENVIRONMENT.schema().resolve(Map.of()).values();
        Map<String, Object> values =
                ENVIRONMENT.schema().resolve(Map.of("preset", preset.name())).values();
        List<String> on = turnedOn(Map.of("preset", preset.name()));
        for (String key : preset.values().keySet()) {
            assertThat(values.get(key)).as(key).isNotEqualTo(plain.get(key));
            ENVIRONMENT.biases().stream()
                    .filter(bias -> key.startsWith(bias.id() + "."))
                    .forEach(bias -> assertThat(on).as(key).contains(bias.id()));
        }
    }

    /** Under random slates users click neither never nor always: 400 users for 20 steps. */
    @ParameterizedTest
    @MethodSource("presets")
    void usersClickSometimes(Preset preset) {
        SessionPlay play = new SessionPlay(Map.of("preset", preset.name()), SEED, 400);
        long clicks = 0;
        long shown = 0;
        for (int step = 0; step < 20; step++) {
            Outcome outcome = play.step(play.slates());
            Column clicked = outcome.signals().get(1);
            assertThat(clicked.spec().name()).isEqualTo("click");
            shown += clicked.count();
            for (int i = 0; i < clicked.count(); i++) {
                clicks += (long) clicked.get(i);
            }
        }
        assertThat((double) clicks / shown).isBetween(0.01, 0.8);
    }

    @Test
    void whatIsGivenWinsHoweverItIsWritten() {
        Map<String, Object> config = new HashMap<>(Map.of("preset", "search-page"));
        config.put("position", Map.of("exponent", 0));
        config.put("trust.false_first", 0.1);
        assertThat(turnedOn(config)).containsExactly("noise", "outlier", "trust");
    }
}
