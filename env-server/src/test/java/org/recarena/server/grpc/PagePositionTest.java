package org.recarena.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PagePositionTest {

    /** As text the first of these would come last: Instant leaves zeros at the end out. */
    private static final List<String> IN_ORDER = List.of(
            "2026-11-28T10:00:05Z",
            "2026-11-28T10:00:05.123Z",
            "2026-11-28T10:00:05.123456Z",
            "2026-11-28T10:00:05.2Z",
            "2026-11-28T10:00:15Z");

    @Test
    void tokensKeepTheOrderOfCreation() {
        List<PagePosition> positions = IN_ORDER.stream()
                .flatMap(time -> Stream.of("01234567", "89abcdef").map(id -> new PagePosition(Instant.parse(time), id)))
                .toList();
        List<PagePosition> read = positions.stream()
                .map(position -> PagePosition.parse(position.token()))
                .toList();
        assertThat(read).isEqualTo(positions).isSorted();
    }

    @Test
    void whatNoReplyHadIsRefused() {
        for (String token :
                List.of("x", "1-01234567", "1.0-0123456", "1.0-0123456g", "999999999999999999.0-01234567")) {
            assertThatThrownBy(() -> PagePosition.parse(token)).hasMessageContaining("page_token is \"" + token);
        }
    }
}
