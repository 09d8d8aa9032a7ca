package org.recarena.benchmarks;

import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCalls;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.recarena.v1.AutoresetMode;
import org.recarena.v1.CreateRequest;
import org.recarena.v1.DataType;
import org.recarena.v1.Durability;
import org.recarena.v1.LogOptions;
import org.recarena.v1.Tensor;

/**
 * The server over loopback. Prints one JSON object a line.
 *
 * <p>Arguments: {@code round-trip SECONDS SERVER PING-PONG} measures one lane in turn with an empty stream to a server
 * of the same transport; {@code throughput SECONDS SERVER} measures many lanes, with and without a log. SECONDS are
 * those for each case.
 */
final class Loopback {

    private static final int PLANS = 64;
    private static final int ROUNDS = 3;
    private static final int PAIRS = 9;
    private static final int WARM_PAIRS = 3;
    private static final int SEVERAL = 4;
    private static final int MANY = 16;
    private static final double WARM_SECONDS = 1.5;

    private final ManagedChannel recarena;
    private final double seconds;
    private final ExecutorService threads = Executors.newFixedThreadPool(MANY);

    private Loopback(ManagedChannel recarena, double seconds) {
        this.recarena = recarena;
        this.seconds = seconds;
    }

    /** Runs the cases of one kind. */
    public static void main(String[] arguments) {
        ManagedChannel recarena = StreamedSteps.channel(arguments[2]);
        Loopback loopback = new Loopback(recarena, Double.parseDouble(arguments[1]));
        try {
            if (arguments[0].equals("round-trip")) {
                ManagedChannel pingPong = StreamedSteps.channel(arguments[3]);
                loopback.roundTrips(pingPong);
                pingPong.shutdownNow();
            } else {
                loopback.warmUp();
                loopback.rates();
                loopback.log();
            }
        } finally {
            loopback.threads.shutdownNow();
            recarena.shutdownNow();
        }
    }

    /** Pairs of measurements, so that a slow spell of the machine hits both; the median pair counts. */
    private void roundTrips(ManagedChannel pingPong) {
        Case single = new Case("one lane streamed", 10, 1, "view_counts", logging(false));
        List<double[]> pairs = new ArrayList<>();
        for (int round = 0; round < WARM_PAIRS + PAIRS; round++) {
            double echo = echo(pingPong);
            double step = play(single);
            if (round >= WARM_PAIRS) {
                pairs.add(new double[] {echo, step});
            }
        }
        pairs.sort(Comparator.comparingDouble(pair -> pair[1] / pair[0]));
        double[] median = pairs.get(PAIRS / 2);
        print("empty ping-pong stream", 0, 1, median[0], 1);
        print(single.name, 10, 1, median[1], 1);
        System.out.printf(
                Locale.ROOT, "{\"case\": \"one lane / ping-pong\", \"ratio\": %.3f}%n", median[1] / median[0]);
    }

    /** The server's code is not all compiled before a few seconds of work of each kind. */
    private void warmUp() {
        for (int round = 0; round < ROUNDS; round++) {
            double unused = playSideBySide(new Case("warm", 10, 1024, "view_counts", logging(true)), SEVERAL);
        }
    }

    private void rates() {
        for (int products : new int[] {10, 1000, 10_000}) {
            best(new Case("log off", products, 1024, products == 10 ? "view_counts" : "views", logging(false)));
        }
    }

    private void log() {
        for (int clients : new int[] {1, SEVERAL, MANY}) {
            costOfLog(clients);
        }
    }

    /** Rates of all clients together, with and without a log, in turn. */
    private void costOfLog(int clients) {
        Case off = new Case("log off", 10, 1024, "view_counts", logging(false));
        Case synced = new Case("log synced", 10, 1024, "view_counts", logging(true));
        double without = 0;
        double with = 0;
        for (int round = 0; round < ROUNDS; round++) {
            without = Math.max(without, playSideBySide(off, clients));
            with = Math.max(with, playSideBySide(synced, clients));
        }
        String suffix = ", " + clients + " clients";
        print(off.name + suffix, 10, 1024, without, 1024);
        print(synced.name + suffix, 10, 1024, with, 1024);
        System.out.printf(Locale.ROOT, "{\"case\": \"synced / off%s\", \"ratio\": %.3f}%n", suffix, with / without);
    }

    private double playSideBySide(Case which, int clients) {
        List<CompletableFuture<Double>> rates = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            rates.add(CompletableFuture.supplyAsync(() -> play(which), threads));
        }
        return rates.stream().mapToDouble(CompletableFuture::join).sum();
    }

    private static LogOptions logging(boolean enabled) {
        return LogOptions.newBuilder()
                .setDisabled(!enabled)
                .setDurability(Durability.DURABILITY_SYNCED)
                .build();
    }

    private void best(Case which) {
        double rate = 0;
        for (int round = 0; round < ROUNDS; round++) {
            rate = Math.max(rate, play(which));
        }
        print(which.name, which.products, which.lanes, rate, which.lanes);
    }

    private static void print(String name, int products, int lanes, double roundTrips, int perTrip) {
        System.out.printf(
                Locale.ROOT,
                "{\"case\": \"%s\", \"products\": %d, \"lanes\": %d, \"round_trips_per_s\": %.0f,"
                        + " \"lane_steps_per_s\": %.0f}%n",
                name,
                products,
                lanes,
                roundTrips,
                roundTrips * perTrip);
    }

    private double echo(ManagedChannel pingPong) {
        BytesValue message = BytesValue.of(ByteString.copyFrom(new byte[64]));
        StreamDriver<BytesValue, BytesValue> driver = new StreamDriver<>(
                replies -> ClientCalls.asyncBidiStreamingCall(
                        pingPong.newCall(PingPong.ECHO, CallOptions.DEFAULT), replies),
                index -> message,
                reply -> reply.equals(message) ? "" : "a reply of " + reply.getSerializedSize() + " bytes");
        driver.run(0, WARM_SECONDS);
        return driver.run(0, seconds / ROUNDS).perSecond();
    }

    private double play(Case which) {
        return StreamedSteps.perSecond(recarena, which.request(), which.plans(), seconds / ROUNDS);
    }

    private record Case(String name, int products, int lanes, String observation, LogOptions log) {

        CreateRequest request() {
            return CreateRequest.newBuilder()
                    .setEnvironmentId("RecoGym-v1")
                    .setConfig(Struct.newBuilder()
                            .putFields(
                                    "num_products",
                                    Value.newBuilder().setNumberValue(products).build()))
                    .setSeed(7)
                    .setLanes(lanes)
                    .setAutoreset(AutoresetMode.AUTORESET_MODE_SAME_STEP)
                    .addObservations(observation)
                    .setLog(log)
                    .build();
        }

        List<Tensor> plans() {
            SplittableRandom random = new SplittableRandom(1);
            List<Tensor> plans = new ArrayList<>(PLANS);
            for (int plan = 0; plan < PLANS; plan++) {
                ByteBuffer data = ByteBuffer.allocate(lanes * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                for (int lane = 0; lane < lanes; lane++) {
                    data.putInt(random.nextInt(products));
                }
                plans.add(Tensor.newBuilder()
                        .setDataType(DataType.DATA_TYPE_INT32)
                        .addShape(lanes)
                        .setData(ByteString.copyFrom(data.flip()))
                        .build());
            }
            return plans;
        }
    }
}
