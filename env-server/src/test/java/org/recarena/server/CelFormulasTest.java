package org.recarena.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.recarena.simulator.formula.FormulaLanguage;

/** Expressions in the Common Expression Language. */
class CelFormulasTest {

    private static final List<String> VARIABLES = List.of("click", "dwell");

    private static double evaluate(String text, double click, double dwell) {
        return FormulaLanguage.installed()
                .orElseThrow()
                .compile(text, VARIABLES)
                .evaluate(new double[] {click, dwell});
    }

    /** With click 2 and dwell 30. */
    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '`',
            value = {
                "click => 2",
                "click + 0.5 * dwell - 1.0 => 16",
                "-click / 4.0 => -0.5",
                "click > 1.0 && dwell <= 30.0 ? 7.0 : 8.0 => 7",
                "click == 1.0 || !(dwell != 30.0) ? 7.0 : 8.0 => 7",
                "max(click, 3.0) + min(dwell, 4.0) => 7",
                "pow(click, 3.0) + sqrt(abs(-16.0)) => 12",
                "exp(0.0) + log1p(0.0) => 1",
            })
    void isArithmetic(String text, double value) {
        assertThat(evaluate(text, 2, 30)).isCloseTo(value, Offset.offset(1e-12));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '`',
            value = {
                "click * => at column 8",
                "clicks => undeclared reference to 'clicks'",
                "click * 2 => found no matching overload for '_*_'",
                "click > 1.0 => expected type 'double'",
                "'a' == 'b' ? 1.0 : 2.0 => uses STRING_VALUE",
                "[1.0].all(x, x > 0.0) ? 1.0 : 0.0 => undeclared reference",
                "double(size([1.0])) => uses ",
            })
    void refusesWhatIsNoNumber(String text, String message) {
        assertThatThrownBy(() -> evaluate(text, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void isBoundedInSize() {
        String sum = "click" + " + click".repeat(150);
        assertThatThrownBy(() -> evaluate(sum, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        String deep = "(".repeat(60) + "click" + ")".repeat(60);
        assertThatThrownBy(() -> evaluate(deep, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
