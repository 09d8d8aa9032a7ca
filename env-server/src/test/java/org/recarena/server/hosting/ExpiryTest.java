package org.recarena.server.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Duration;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.recarena.server.journal.LogKeeper;
import org.recarena.server.settings.Settings;
import org.recarena.simulator.EnvironmentCatalog;
import org.recarena.v1.CloseReason;
import org.recarena.v1.CreateRequest;
import org.recarena.v1.LogOptions;
import org.recarena.v1.ResetRequest;

/** Idle simulations are closed; the time is the test's. */
class ExpiryTest {

    private static final Instant BEGIN = Instant.parse("2026-11-25T00:00:00Z");

    private final AtomicLong seconds = new AtomicLong();

    private Simulations simulations(JournalKeeper journals) {
        HostingLimits limits = new HostingLimits(
                10,
                10,
                10,
                10,
                1L << 40,
                1L << 40,
                1L << 40,
                java.time.Duration.ofHours(1),
                java.time.Duration.ofDays(1),
                1_000);
        return new SimulationsBuilder(
                        EnvironmentCatalog.installed(),
                        limits,
                        LogOptions.getDefaultInstance(),
                        journals,
                        (setup, labels) -> new SilentMeter(),
                        () -> BEGIN.plusSeconds(seconds.get()),
                        () -> TimeUnit.SECONDS.toNanos(seconds.get()),
                        Runnable::run,
                        Runnable::run,
                        false)
                .build();
    }

    private static String create(Simulations simulations, CreateRequest.Builder request) {
        return simulations
                .create(request.setEnvironmentId("RecoGym-v1").build(), "client")
                .join()
                .simulation()
                .setup()
                .id();
    }

    private static void reset(HostedSimulation simulation) {
        simulation.reset(ResetRequest.getDefaultInstance(), new ReplyListener() {
            @Override
            public void replied(org.recarena.v1.Outcome outcome) {
                // As it should be.
            }

            @Override
            public void refused(RuntimeException refusal) {
                throw refusal;
            }
        });
    }

    @Test
    void whoIsNotCalledIsClosed() {
        Simulations simulations = simulations(JournalKeeper.NONE);
        simulations.begin();
        String ordinary = create(simulations, CreateRequest.newBuilder());
        String patient = create(
                simulations,
                CreateRequest.newBuilder().setIdleTimeout(Duration.newBuilder().setSeconds(10_000)));
        seconds.addAndGet(3_600);
        simulations.expireIdle();
        assertThat(simulations.count()).isEqualTo(2);
        reset(simulations.find(ordinary));
        seconds.addAndGet(3_600);
        simulations.expireIdle();
        assertThat(simulations.find(ordinary).setup().id()).isEqualTo(ordinary);
        seconds.addAndGet(1);
        simulations.expireIdle();
        assertThatThrownBy(() -> simulations.find(ordinary)).isInstanceOf(UnknownSimulationException.class);
        assertThat(simulations.find(patient).setup().id()).isEqualTo(patient);
        assertThat(simulations.laneCount()).isEqualTo(1);
        simulations.close(patient, CloseReason.CLOSE_REASON_DELETED).join();
        simulations.expireIdle();
        assertThat(simulations.count()).isZero();
    }

    @Test
    void whatWasIdleBeforeARestartCounts(@TempDir Path data) throws IOException {
        String idle;
        String used;
        try (LogKeeper keeper = keeper(data)) {
            Simulations simulations = simulations(keeper);
            simulations.begin();
            idle = create(simulations, CreateRequest.newBuilder());
            used = create(simulations, CreateRequest.newBuilder());
            seconds.addAndGet(3_000);
            reset(simulations.find(used));
            simulations.suspendAll().join();
        }
        try (LogKeeper keeper = keeper(data)) {
            Simulations simulations = simulations(keeper);
            keeper.recover(simulations);
            simulations.begin();
            seconds.addAndGet(601);
            simulations.expireIdle();
            assertThatThrownBy(() -> simulations.find(idle)).isInstanceOf(UnknownSimulationException.class);
            assertThat(simulations.find(used).setup().id()).isEqualTo(used);
        }
    }

    private LogKeeper keeper(Path data) throws IOException {
        return LogKeeper.open(data, Settings.of(Map.of()), () -> BEGIN.plusSeconds(seconds.get()));
    }
}
