package org.recarena.server.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.recarena.server.wire.PropensityReader;
import org.recarena.simulator.EnvironmentCatalog;
import org.recarena.simulator.Outcome;
import org.recarena.simulator.Simulation;
import org.recarena.simulator.World;
import org.recarena.v1.CloseReason;
import org.recarena.v1.CreateRequest;
import org.recarena.v1.DataType;
import org.recarena.v1.LogOptions;
import org.recarena.v1.ResetRequest;
import org.recarena.v1.StepRequest;
import org.recarena.v1.Tensor;

/**
 * A step is played on the transport's thread, its outcome takes long to record, and while it is answered a call comes
 * from another connection.
 */
class OvertakingCallsTest {

    private static final int MOST = 10;

    private final List<String> recorded = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void outcomesAreRecordedBeforeTheNextInputs() throws Exception {
        play((simulations, hosted) -> step(hosted, () -> {}));
        assertThat(recorded).containsExactly("inputs 1", "outcome 1", "inputs 2", "outcome 2", "inputs 3", "outcome 3");
    }

    @Test
    void outcomesAreRecordedBeforeTheEnd() throws Exception {
        play((simulations, hosted) -> {
            CompletableFuture<?> unused = simulations.close(hosted.setup().id(), CloseReason.CLOSE_REASON_DELETED);
        });
        assertThat(recorded).containsExactly("inputs 1", "outcome 1", "inputs 2", "outcome 2", "end");
    }

    private void play(BiConsumer<Simulations, HostedSimulation> meanwhile) throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        Simulations simulations = new SimulationsBuilder(
                        EnvironmentCatalog.installed(),
                        new HostingLimits(
                                MOST,
                                MOST,
                                MOST,
                                MOST,
                                Long.MAX_VALUE,
                                Long.MAX_VALUE,
                                Long.MAX_VALUE,
                                Duration.ofHours(1),
                                Duration.ofHours(1),
                                Long.MAX_VALUE),
                        LogOptions.getDefaultInstance(),
                        new Keeper(),
                        (setup, labels) -> new SilentMeter(),
                        InstantSource.system(),
                        nanos::get,
                        pool,
                        Runnable::run,
                        true)
                .build();
        simulations.begin();
        HostedSimulation hosted = simulations
                .create(
                        CreateRequest.newBuilder()
                                .setEnvironmentId("RecoGym-v1")
                                .build(),
                        "client")
                .join()
                .simulation();
        CompletableFuture<Void> begun = new CompletableFuture<>();
        hosted.reset(ResetRequest.getDefaultInstance(), listener(() -> begun.complete(null)));
        begun.get();
        hosted.query(simulation -> simulation).get(); // After whatever the reset left to do.
        pool.submit(() -> {}).get(); // And after that, so that the step is played on this thread.
        step(
                hosted,
                () -> CompletableFuture.runAsync(() -> meanwhile.accept(simulations, hosted))
                        .join());
        hosted.query(Simulation::stepNumber).handle((step, ended) -> true).get(); // After all of that.
        pool.shutdown();
        assertThat(pool.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    private static void step(HostedSimulation simulation, Runnable then) {
        Tensor action = Tensor.newBuilder()
                .setDataType(DataType.DATA_TYPE_INT32)
                .addShape(1)
                .setData(ByteString.copyFrom(new byte[Integer.BYTES]))
                .build();
        simulation.step(StepRequest.newBuilder().setActions(action).build(), listener(then));
    }

    private static ReplyListener listener(Runnable then) {
        return new ReplyListener() {
            @Override
            public void replied(org.recarena.v1.Outcome outcome) {
                then.run();
            }

            @Override
            public void refused(RuntimeException refusal) {
                throw refusal;
            }
        };
    }

    private final class Keeper implements JournalKeeper {
        @Override
        public boolean isAvailable() {
            return true;
        }

        @Override
        public Opened open(SimulationSetup setup, Map<String, String> labels, World world) {
            return new Opened(new Recorder(), CompletableFuture.completedFuture(null));
        }

        @Override
        public Opened fork(SimulationSetup setup, Journal.State state, Simulation simulation) {
            throw new UnsupportedOperationException();
        }
    }

    private final class Recorder implements Journal {
        @Override
        public boolean synced() {
            return false;
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
            recorded.add("inputs " + call.step());
        }

        @Override
        public void step(Call call, int[] actions, PropensityReader.Checked propensities) {
            recorded.add("inputs " + call.step());
        }

        @Override
        public void outcome(Outcome outcome, Simulation simulation) {
            nanos.addAndGet(5_000_000); // Long enough to be done on another thread, the next time.
            recorded.add("outcome " + outcome.step());
        }

        @Override
        public void checkpoint(State state) {
            // Of no interest here.
        }

        @Override
        public CompletableFuture<Void> closed(CloseReason reason) {
            recorded.add("end");
            return CompletableFuture.completedFuture(null);
        }
    }
}
