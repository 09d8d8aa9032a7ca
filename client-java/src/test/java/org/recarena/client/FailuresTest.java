package org.recarena.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;

class FailuresTest {

    @Test
    void takesAConnectionThatBrokeWhileItWasMadeForALostOne() {
        Status early = Status.UNKNOWN.withDescription("channel closed").withCause(new ClosedChannelException());
        RecArenaException failure = Failures.of(early.asRuntimeException());
        assertThat(Failures.isTransient(failure)).isTrue();
        assertThat(failure.code()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void doesNotAskAgainAfterAnUnknownFaultOfTheServer() {
        RecArenaException failure = Failures.of(
                Status.UNKNOWN.withCause(new IllegalStateException("x")).asRuntimeException());
        assertThat(Failures.isTransient(failure)).isFalse();
        assertThat(failure.code()).isEqualTo(Status.Code.UNKNOWN);
    }
}
