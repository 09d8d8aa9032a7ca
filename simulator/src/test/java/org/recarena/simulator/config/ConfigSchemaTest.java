package org.recarena.simulator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.simulator.input.InvalidInputException.Violation;

/** What a schema accepts, what it refuses, and how it says so. */
class ConfigSchemaTest {

    private static final ConfigSchema SCHEMA = new ConfigSchema(List.of(
            Parameter.integer("num_products", 10, Range.closed(1, 1000), "Products."),
            Parameter.number("sigma", 0.5, Range.above(0), "A spread."),
            Parameter.bool("drift", false, "Whether tastes drift."),
            Parameter.choice("random", List.of("streams", "numpy"), "The source."),
            Parameter.numbers("weights", List.of(1.0, 2.0), Range.atLeast(0), "Weights."),
            Parameter.matrix("table", List.of(List.of(1.0, 2.0)), Range.ALL, "A table.")));

    @Test
    void absentKeysHaveTheirDefaults() {
        Config config = SCHEMA.resolve(Map.of());
        assertThat(config.integer("num_products")).isEqualTo(10);
        assertThat(config.number("sigma")).isEqualTo(0.5);
        assertThat(config.bool("drift")).isFalse();
        assertThat(config.choice("random")).isEqualTo("streams");
        assertThat(config.numbers("weights")).containsExactly(1, 2);
        assertThat(config.matrix("table")).isDeepEqualTo(new double[][] {{1, 2}});
        assertThat(config.isGiven("sigma")).isFalse();
        assertThat(config.values()).containsOnlyKeys("num_products", "sigma", "drift", "random", "weights", "table");
    }

    @Test
    void givenValuesAreBroughtIntoTheirTypes() {
        Config config = SCHEMA.resolve(Map.of(
                "num_products",
                20.0,
                "sigma",
                1,
                "weights",
                List.of(3, 4.5),
                "table",
                List.of(List.of(1), List.of(2))));
        assertThat(config.integer("num_products")).isEqualTo(20);
        assertThat(config.number("sigma")).isEqualTo(1.0);
        assertThat(config.numbers("weights")).containsExactly(3, 4.5);
        assertThat(config.matrix("table")).isDeepEqualTo(new double[][] {{1}, {2}});
        assertThat(config.isGiven("sigma")).isTrue();
    }

    @Test
    void everyFaultIsReportedAtOnce() {
        Map<String, Object> wrong = new LinkedHashMap<>();
        wrong.put("num_product", 3);
        wrong.put("sigma", 0);
        wrong.put("drift", "yes");
        wrong.put("random", "nonsense");
        wrong.put("weights", List.of(1, -1));
        wrong.put("table", List.of(List.of(1), List.of(1, 2)));
        assertThatThrownBy(() -> SCHEMA.resolve(wrong))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        refusal -> assertThat(refusal.violations())
                                .extracting(Violation::field)
                                .containsExactly(
                                        "config.num_product",
                                        "config.sigma",
                                        "config.drift",
                                        "config.random",
                                        "config.weights",
                                        "config.table"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    num_products | 0     | is 0; it must be a whole number, at least 1 and at most 1000
                    num_products | 1.5   | is 1.5; it must be a whole number
                    num_products | 3e9   | is 3000000000; it must be a whole number
                    num_products | 1e300 | is 1.0E300; it must be a whole number
                    sigma        | NaN   | is NaN; it must be a finite number, above 0
                    sigma        | Infinity | is Infinity; it must be a finite number, above 0
                    """)
    void numbersOutOfRangeAreNamedWithWhatIsAllowed(String name, double value, String message) {
        assertThatThrownBy(() -> SCHEMA.resolve(Map.of(name, value)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("config." + name + " " + message);
    }

    @Test
    void anUnknownKeySuggestsTheNearest() {
        assertThatThrownBy(() -> SCHEMA.resolve(Map.of("num_prodcuts", 3)))
                .hasMessageContaining("config.num_prodcuts is not a parameter")
                .hasMessageContaining("3")
                .hasMessageContaining("did you mean num_products?");
        assertThatThrownBy(() -> SCHEMA.resolve(Map.of("zzzzzzzz", 3)))
                .hasMessageNotContaining("did you mean")
                .hasMessageContaining("there are num_products, sigma");
    }

    private static final ConfigSchema GROUPED = new ConfigSchema(List.of(
            Parameter.number("position.exponent", 0, Range.ALL, "How strong."),
            Parameter.number("position.viewport", 3, Range.ALL, "How many."),
            Parameter.number("trust.decay", 0, Range.ALL, "How fast.")));

    @Test
    void aMisspeltGroupSuggestsTheNearestWithItsKeys() {
        assertThatThrownBy(() -> GROUPED.resolve(Map.of("positon", Map.of("exponent", 1))))
                .hasMessage("config.positon is not a parameter (its value was {exponent=1}); did you mean the group"
                        + " position? it has position.exponent, position.viewport");
    }

    @Test
    void aGroupWithAPlainValueIsToldItsKeys() {
        assertThatThrownBy(() -> GROUPED.resolve(Map.of("position", 1)))
                .hasMessage("config.position is a group of parameters and no parameter itself (its value was 1);"
                        + " it has position.exponent, position.viewport");
    }

    @Test
    void aKeyGivenBothWaysIsRefused() {
        Map<String, Object> both = new LinkedHashMap<>();
        both.put("position", Map.of("exponent", 1));
        both.put("position.exponent", 2);
        assertThatThrownBy(() -> GROUPED.resolve(both))
                .hasMessage("config.position.exponent is given twice, as 1 and as 2;"
                        + " give it once, by itself or in a mapping");
    }

    @Test
    void textIsQuotedAndLongValuesAreCut() {
        assertThatThrownBy(() -> SCHEMA.resolve(Map.of("random", "x".repeat(5000))))
                .hasMessageContaining("is \"xxx")
                .hasMessageContaining("…; it must be one of \"streams\", \"numpy\"")
                .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(300));
    }

    @Test
    void everyDefaultIsAllowedByItsOwnParameter() {
        for (Parameter parameter : SCHEMA.parameters()) {
            assertThat(parameter.parse(parameter.defaultValue())).isEqualTo(parameter.defaultValue());
        }
    }

    private static final ConfigSchema WITH_PRESETS = new ConfigSchema(
            SCHEMA.parameters(),
            List.of(
                    new Preset("plain", "Plain", "Nothing.", "None."),
                    new Preset("wide", "Wide", "More.", "None.")
                            .with("sigma", 2)
                            .with("num_products", 50)
                            .with("weights", List.of(7))));

    @Test
    void aPresetStandsForItsValuesAndGivenOnesWin() {
        Config config = WITH_PRESETS.resolve(Map.of("preset", "wide", "num_products", 3));
        assertThat(config.number("sigma")).isEqualTo(2.0);
        assertThat(config.numbers("weights")).containsExactly(7);
        assertThat(config.integer("num_products")).isEqualTo(3);
        assertThat(config.isPreset("sigma")).isTrue();
        assertThat(config.isGiven("sigma")).isFalse();
        assertThat(config.isPreset("num_products")).isFalse();
        assertThat(config.isPreset("drift")).isFalse();
        assertThat(WITH_PRESETS.resolve(Map.of()).values())
                .isEqualTo(SCHEMA.resolve(Map.of()).values());
    }

    /** The complete config is what is logged, and later versions must read it as it was meant. */
    @Test
    void aCompleteConfigDoesNotDependOnPresets() {
        Config logged = WITH_PRESETS.resolve(Map.of("preset", "wide"));
        assertThat(logged.values()).doesNotContainKey("preset");
        List<Parameter> later = new ArrayList<>(SCHEMA.parameters());
        later.add(Parameter.number("new", 0, Range.ALL, "Later."));
        ConfigSchema changed = new ConfigSchema(
                later,
                List.of(
                        new Preset("plain", "Plain", "Nothing.", "None."),
                        new Preset("wide", "Wide", "Changed.", "None.")
                                .with("sigma", 9)
                                .with("new", 1)));
        Map<String, Object> expected = new LinkedHashMap<>(logged.values());
        expected.put("new", 0.0);
        assertThat(changed.resolve(logged.values()).values()).isEqualTo(expected);
    }

    @Test
    void aWrongPresetIsReportedWithAllOtherFaults() {
        assertThatThrownBy(() -> WITH_PRESETS.resolve(Map.of("preset", "wied", "sigma", -1)))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        refused -> assertThat(refused.violations())
                                .extracting(Violation::field)
                                .containsExactlyInAnyOrder("config.preset", "config.sigma"))
                .hasMessageContaining("is \"wied\"; it must be one of \"plain\", \"wide\"");
        assertThatThrownBy(() -> SCHEMA.resolve(Map.of("preset", "wide"))).hasMessageContaining("is not a parameter");
    }

    @Test
    void presetsAreCheckedWhenTheSchemaIsMade() {
        Preset plain = new Preset("plain", "Plain", "Nothing.", "None.");
        assertThatThrownBy(() -> new ConfigSchema(SCHEMA.parameters(), List.of(plain.with("sigma", -1))))
                .hasMessageContaining("it must be a finite number, above 0");
        assertThatThrownBy(() -> new ConfigSchema(SCHEMA.parameters(), List.of(plain.with("sigm", 1))))
                .hasMessageContaining("preset plain sets sigm");
        assertThatThrownBy(() -> new ConfigSchema(SCHEMA.parameters(), List.of(plain, plain)))
                .hasMessageContaining("two presets are called plain");
    }
}
