package org.recarena.benchmarks;

import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.grpc.ManagedChannel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.recarena.v1.AutoresetMode;
import org.recarena.v1.CreateRequest;
import org.recarena.v1.DataType;
import org.recarena.v1.LogOptions;
import org.recarena.v1.Tensor;

/**
 * Lane-steps a second of sessions over loopback: 1,024 lanes, slates of 5 from 100 candidates of 10,000 items, by the
 * presets clean and feed, with the log off and as it is by default, in turn. The observations are the default ones: the
 * user, the hours and the candidates.
 *
 * <p>Arguments: the seconds for each case and the server. Prints one JSON object a line.
 */
final class SessionLoopback {

    private static final int LANES = 1024;
    private static final int SLOTS = 5;
    private static final int CANDIDATES = 100;
    private static final int PLANS = 64;
    private static final int ROUNDS = 3;

    private SessionLoopback() {}

    /** Runs every case. */
    public static void main(String[] arguments) {
        double seconds = Double.parseDouble(arguments[0]);
        ManagedChannel channel = StreamedSteps.channel(arguments[1]);
        Map<String, CreateRequest> cases = new LinkedHashMap<>();
        for (boolean log : new boolean[] {false, true}) {
            cases.put("clean, log " + (log ? "default" : "off"), request("clean", log));
            cases.put("feed, log " + (log ? "default" : "off"), request("feed", log));
        }
        Map<String, Double> best = new LinkedHashMap<>();
        List<Tensor> plans = plans();
        for (int round = 0; round < ROUNDS; round++) {
            cases.forEach((name, request) ->
                    best.merge(name, StreamedSteps.perSecond(channel, request, plans, seconds / ROUNDS), Math::max));
        }
        channel.shutdownNow();
        best.forEach((name, rate) -> System.out.printf(
                Locale.ROOT,
                "{\"case\": \"session %s\", \"lanes\": %d, \"lane_steps_per_s\": %.0f}%n",
                name,
                LANES,
                rate * LANES));
    }

    private static CreateRequest request(String preset, boolean log) {
        Struct.Builder config = Struct.newBuilder()
                .putFields("preset", Value.newBuilder().setStringValue(preset).build())
                .putFields("num_items", number(10_000))
                .putFields("num_candidates", number(CANDIDATES))
                .putFields("slate_size", number(SLOTS));
        return CreateRequest.newBuilder()
                .setEnvironmentId("RecArena-Session-v1")
                .setConfig(config)
                .setSeed(7)
                .setLanes(LANES)
                .setAutoreset(AutoresetMode.AUTORESET_MODE_SAME_STEP)
                .setLog(LogOptions.newBuilder().setDisabled(!log))
                .build();
    }

    private static Value number(double value) {
        return Value.newBuilder().setNumberValue(value).build();
    }

    /** Slates of distinct candidates. */
    private static List<Tensor> plans() {
        SplittableRandom random = new SplittableRandom(1);
        List<Tensor> plans = new ArrayList<>(PLANS);
        for (int plan = 0; plan < PLANS; plan++) {
            ByteBuffer data = ByteBuffer.allocate(LANES * SLOTS * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int lane = 0; lane < LANES; lane++) {
                int first = random.nextInt(CANDIDATES);
                for (int slot = 0; slot < SLOTS; slot++) {
                    data.putInt((first + 7 * slot) % CANDIDATES); // 7 is prime to 100: all distinct.
                }
            }
            plans.add(Tensor.newBuilder()
                    .setDataType(DataType.DATA_TYPE_INT32)
                    .addShape(LANES)
                    .addShape(SLOTS)
                    .setData(ByteString.copyFrom(data.flip()))
                    .build());
        }
        return plans;
    }
}
