import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.recarena.client.ColumnView;
import org.recarena.client.Logging;
import org.recarena.client.RecArenaClient;
import org.recarena.client.Recommendation;
import org.recarena.client.RemoteSimulation;
import org.recarena.client.SimulationSpec;

/** Plays one step with the halo on, and says what it did: {@code java -cp 'dist/lib/*' Play.java HOST:PORT}. */
public final class Play {

    private static final int USERS = 64;
    private static final int SLOTS = 3;

    private Play() {}

    public static void main(String[] arguments) {
        SimulationSpec spec = SimulationSpec.of("RecArena-Session-v1")
                .config("slate_size", SLOTS)
                .config("halo.weight", Map.of("uniform", List.of(0.5, 1.5), "per", "world"))
                .seed(7)
                .lanes(USERS)
                .logging(Logging.serverDefault().withGroundTruth());
        int[] items = new int[USERS * SLOTS];
        for (int i = 0; i < items.length; i++) {
            items[i] = i; // Different ones for each user.
        }
        Recommendation slates = Recommendation.slates(SLOTS, items);
        try (RecArenaClient client = RecArenaClient.connect(arguments[0]);
                RemoteSimulation users = client.create(spec)) {
            users.reset();
            Map<String, ColumnView> with = users.oracle().twin(slates, List.of());
            Map<String, ColumnView> without = users.oracle().twin(slates, List.of("halo"));
            ColumnView weight = users.oracle().world().get("drawn.halo.weight");
            System.out.printf("the weight that was drawn for this world: %.3f%n", weight.doubleAt(0));
            System.out.println("user 0: shift of each slot    " + row(with.get("truths.halo_shift")));
            System.out.println("user 0: clicks without halo   " + row(without.get("click_probabilities")));
            System.out.println("user 0: clicks with halo      " + row(with.get("click_probabilities")));
            users.step(slates);
        }
    }

    private static String row(ColumnView values) {
        return Arrays.toString(Arrays.stream(values.doubleRow(0))
                .map(value -> Math.round(value * 1000) / 1000.0)
                .toArray());
    }
}
