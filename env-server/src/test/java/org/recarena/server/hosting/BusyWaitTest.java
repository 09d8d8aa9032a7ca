package org.recarena.server.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.recarena.server.wire.PropensityReader;
import org.recarena.simulator.Environment;
import org.recarena.simulator.EnvironmentCatalog;
import org.recarena.simulator.Outcome;
import org.recarena.simulator.Simulation;
import org.recarena.trajectories.Linger;
import org.recarena.v1.CloseReason;
import org.recarena.v1.CreateRequest;
import org.recarena.v1.LogOptions;
import org.recarena.v1.ResetRequest;

/** Whether a thread that plays for a lone client waits busily for the journal: here its pauses are counted. */
class BusyWaitTest {

    private static final long FOREVER_NANOS = Duration.ofMinutes(1).toNanos();

    private final List<String> events = new ArrayList<>();
    private final SlowJournal journal = new SlowJournal();

    private SimulationPlayer player(Linger linger) {
        HostingLimits limits = new HostingLimits(
                1,
                1,
                1,
                1,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Duration.ofHours(1),
                Duration.ofHours(1),
                Long.MAX_VALUE);
        SetupReader setups = new SetupReader(
                EnvironmentCatalog.installed(),
                limits,
                LogOptions.getDefaultInstance(),
                InstantSource.system(),
                new SecureRandom());
        Environment environment = setups.environment("RecoGym-v1");
        SimulationSetup setup = setups.read(CreateRequest.getDefaultInstance(), environment, "client");
        return new SimulationPlayer(
                setup,
                new Simulation(
                        environment.createWorld(setup.config(), 1),
                        1,
                        setup.lanes(),
                        setup.autoreset(),
                        setup.opened()),
                new Labels(Map.of()),
                Optional.empty(),
                journal,
                new SilentMeter(),
                new CheckpointPolicy(Long.MAX_VALUE),
                () -> {
                    throw new AssertionError("failed");
                },
                linger,
                System::nanoTime);
    }

    private void reset(SimulationPlayer player) {
        boolean unused = player.perform(
                new ResetCall(ResetRequest.getDefaultInstance(), player.simulation(), new Labels(Map.of())),
                new ReplyListener() {
                    @Override
                    public void replied(org.recarena.v1.Outcome outcome) {
                        events.add("reply");
                    }

                    @Override
                    public void refused(RuntimeException refusal) {
                        throw refusal;
                    }
                },
                true);
    }

    @Test
    void waitsUntilTheInputsAreRecorded() {
        reset(player(new Linger(true, FOREVER_NANOS, () -> {
            events.add("pause");
            journal.synced.run();
        })));
        assertThat(events).containsExactly("outcome", "pause", "reply");
    }

    @Test
    void neverWaitsWhereThatIsOff() {
        reset(player(new Linger(false, FOREVER_NANOS, () -> events.add("pause"))));
        assertThat(events).isEmpty();
        journal.synced.run();
        assertThat(events).containsExactly("reply");
    }

    /** Its disk is done when the test says so. */
    private final class SlowJournal implements Journal {

        private Runnable synced = () -> {};

        @Override
        public boolean synced() {
            return true;
        }

        @Override
        public boolean isBusy() {
            return false;
        }

        @Override
        public void announce() {
            // Always ready.
        }

        @Override
        public void reset(Call call, byte[] mask, long[] laneSeeds) {
            synced = call.listener()::durable;
        }

        @Override
        public void step(Call call, int[] actions, PropensityReader.Checked propensities) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void outcome(Outcome outcome, Simulation simulation) {
            events.add("outcome");
        }

        @Override
        public void checkpoint(State state) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Void> closed(CloseReason reason) {
            throw new UnsupportedOperationException();
        }
    }
}
