package org.recarena.testcontainers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What can be said without an engine; docker/ starts it. */
class RecArenaContainerTest {

    @Test
    @SuppressWarnings("resource") // Never started, so there is nothing to stop.
    void settingsBecomeTheVariablesThatTheServerReads() {
        RecArenaContainer server =
                new RecArenaContainer().withSetting("max-lanes", "1000").withSetting("log-segment-size", "1m");
        assertThat(server.getEnvMap())
                .containsEntry("RECARENA_MAX_LANES", "1000")
                .containsEntry("RECARENA_LOG_SEGMENT_SIZE", "1m");
        assertThat(server.getExposedPorts()).containsExactlyInAnyOrder(50051, 8080);
    }
}
