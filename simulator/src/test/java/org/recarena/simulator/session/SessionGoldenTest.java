package org.recarena.simulator.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What sessions do, bit for bit, on every machine. A change here changes outcomes that users may rely on: it needs a
 * new version of the environment, not a new number in this test.
 */
class SessionGoldenTest {

    @ParameterizedTest
    @CsvSource({
        "independent, false, 0, 2367091486",
        "independent, true, 0, 2917426822",
        "logit, false, 0, 3649268789",
        "proportional, false, 0, 385988745",
        "nested_logit, false, 0, 1898628347",
        "dbn, true, 0, 3405031747",
        "independent, true, 20, 1622032437",
        "ubm, false, 0, 4243807157",
    })
    void staysTheSame(String rule, boolean everything, int candidates, long expected) {
        Map<String, Object> config = SessionPlay.config(Map.of("choice.rule", rule, "num_candidates", candidates));
        if (everything) {
            BiasCases.all().stream()
                    .filter(bias -> bias.rule().equals("independent"))
                    .filter(bias -> !bias.id().equals("creators")) // It came later.
                    .forEach(bias -> config.putAll(bias.keys(bias.on())));
        }
        assertThat(new SessionPlay(config, 2026, 5).digest(150)).isEqualTo(expected);
    }

    @Test
    void whatCameLaterStaysTheSame() {
        Map<String, Object> config = SessionPlay.config(Map.of());
        BiasCases.later().forEach(bias -> config.putAll(bias.keys(bias.on())));
        assertThat(new SessionPlay(config, 2026, 5).digest(150)).isEqualTo(4013993306L);
    }
}
