package org.recarena.simulator.recogym;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.recarena.simulator.recogym.ReferenceConfig.reset;
import static org.recarena.simulator.recogym.ReferenceConfig.row;
import static org.recarena.simulator.recogym.ReferenceConfig.world;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.recarena.simulator.AutoresetMode;
import org.recarena.simulator.EnvironmentCatalog;
import org.recarena.simulator.Outcome;
import org.recarena.simulator.Simulation;
import org.recarena.simulator.World;
import org.recarena.simulator.choice.ClickLink;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.simulator.space.Column;

/** Configs, observations, edges and golden outcomes. */
class RecoGymTest {

    private static final String[] EVERYTHING = {"views", "view_times", "view_counts", "last_view", "time", "history"};

    @Test
    void isInstalled() {
        assertThat(EnvironmentCatalog.installed().find("RecoGym-v0")).isPresent();
        assertThat(EnvironmentCatalog.installed().find("RecoGym-v1")).isPresent();
    }

    @Test
    void defaultsAreTheReferences() {
        assertThat(new RecoGymV1().schema().resolve(Map.of()).values())
                .containsEntry("num_products", 10)
                .containsEntry("num_users", 100)
                .containsEntry("prob_leave_bandit", 0.01)
                .containsEntry("prob_leave_organic", 0.01)
                .containsEntry("prob_bandit_to_organic", 0.05)
                .containsEntry("prob_organic_to_bandit", 0.25)
                .containsEntry("normalize_beta", false)
                .containsEntry("with_ps_all", false)
                .containsEntry("K", 5)
                .containsEntry("sigma_omega_initial", 1.0)
                .containsEntry("sigma_omega", 0.1)
                .containsEntry("number_of_flips", 0)
                .containsEntry("sigma_mu_organic", 3.0)
                .containsEntry("change_omega_for_bandits", false)
                .containsEntry("time_generator", "unit-step")
                .containsEntry("normal_time_mu", 0.0)
                .containsEntry("normal_time_sigma", 1.0)
                .containsEntry("random", "streams")
                .containsEntry("faults", "reference")
                .containsEntry("deliver_organic_only", false);
        assertThat(new RecoGymV0().schema().resolve(Map.of()).values())
                .containsEntry("num_clusters", 2)
                .containsEntry("phi_var", 0.1)
                .doesNotContainKey("K");
    }

    @Test
    void warnsOfWhatIsIgnored() {
        assertThat(world(new RecoGymV1(), 1).warnings()).isEmpty();
        assertThat(world(new RecoGymV1(), 1, "prob_leave_bandit", 0.4).warnings())
                .singleElement()
                .asString()
                .contains("prob_leave_bandit", "repaired");
        assertThat(world(new RecoGymV1(), 1, "prob_leave_bandit", 0.4, "faults", "repaired")
                        .warnings())
                .isEmpty();
        assertThat(world(
                                new RecoGymV1(),
                                1,
                                "phi_var",
                                0,
                                "num_clusters",
                                2,
                                "num_users",
                                5,
                                "normal_time_mu",
                                1,
                                "with_ps_all",
                                true)
                        .warnings())
                .hasSize(5);
        assertThat(world(new RecoGymV1(), 1, "time_generator", "normal", "normal_time_mu", 1)
                        .warnings())
                .isEmpty();
        assertThat(world(new RecoGymV0(), 1, "time_generator", "normal").warnings())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prob_organic_to_bandit=0.995 | config.prob_organic_to_bandit",
                "prob_bandit_to_organic=1 | config.prob_bandit_to_organic",
                "prob_organic_to_bandit=0 | config.prob_organic_to_bandit",
                "prob_organic_to_bandit=0,prob_leave_organic=0 | config.prob_organic_to_bandit",
                "random=numpy,faults=repaired | config.faults",
                "num_products=1000000,K=1000 | config.num_products",
                "num_products=200000,number_of_flips=1 | config.number_of_flips",
                "num_products=0 | config.num_products",
                "prob_organic_to_bandit=0.0000000011,prob_leave_organic=0.000001 | a reset is answered",
                "prob_organic_to_bandit=0.000001,prob_leave_organic=0,num_products=100000 | a reset is answered",
                "sigma_omega=-1 | config.sigma_omega",
                "random=dice | config.random",
            })
    void refusesContradictions(String settings, String field) {
        assertThatThrownBy(() -> world(new RecoGymV1(), 1, parse(settings)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(field);
    }

    private static Object[] parse(String settings) {
        return Arrays.stream(settings.split("[=,]")).map(RecoGymTest::value).toArray();
    }

    private static Object value(String text) {
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        return text.matches("-?[0-9.]+") ? (Object) Double.valueOf(text) : text;
    }

    /** So that lanes of endless sessions are refused by the server's limit, and do not use up its memory. */
    @Test
    void lanesOfLongSessionsAreKnownToBeLarge() {
        World world = world(new RecoGymV1(), 1, "prob_organic_to_bandit", 0.00001, "prob_leave_organic", 0);
        long withViews = world.laneBytes(Set.of("views"));
        assertThat(withViews - world.laneBytes(Set.of())).isGreaterThan(100_000 * (Integer.BYTES + Double.BYTES));
        assertThat(world(new RecoGymV1(), 1).laneBytes(Set.of("views"))).isLessThan(1000);
    }

    @Test
    void versionZeroRefusesUnequalBlocksAndHugeTables() {
        assertThatThrownBy(() -> world(new RecoGymV0(), 1, "num_products", 11)).hasMessageContaining("num_clusters");
        assertThatThrownBy(() -> world(new RecoGymV0(), 1, "num_products", 10_000, "random", "numpy"))
                .hasMessageContaining("num_products");
        assertThatThrownBy(() -> world(new RecoGymV0(), -1, "random", "numpy-world"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("seed");
    }

    /** Observations that are marked as derived follow from the views, actions and clicks. */
    @ParameterizedTest
    @CsvSource({"RecoGym-v0, streams", "RecoGym-v1, streams", "RecoGym-v1, numpy"})
    void derivedObservationsFollowFromTheOthers(String id, String random) {
        World world = world(
                EnvironmentCatalog.installed().find(id).orElseThrow(),
                5,
                "random",
                random,
                "history_length",
                7,
                "prob_leave_organic",
                0.05);
        Simulation simulation = ReferenceConfig.open(world, 5, 1, AutoresetMode.NEXT_STEP, EVERYTHING);
        Outcome outcome = reset(simulation);
        double[] counts = new double[10];
        double[] history = new double[21];
        boolean ended = false;
        for (int step = 0; step < 500; step++) {
            double[] views = row(outcome.observations().get(0), 0);
            for (double view : views) {
                counts[(int) view]++;
                history = shifted(history, 1, view, 0);
            }
            double[] times = row(outcome.observations().get(1), 0);
            assertThat(times).hasSameSizeAs(views).isSorted();
            assertThat(row(outcome.observations().get(2), 0)).containsExactly(counts);
            if (views.length > 0) {
                assertThat(row(outcome.observations().get(3), 0)).containsExactly(views[views.length - 1]);
            }
            double time = row(outcome.observations().get(4), 0)[0];
            assertThat(Arrays.stream(times)).allMatch(t -> id.endsWith("v0") ? t == 0 : t < time);
            assertThat(row(outcome.observations().get(5), 0)).containsExactly(history);
            int action = step % 10;
            boolean begins = ended;
            outcome = simulation.step(new int[] {action});
            ended = outcome.terminated()[0] == 1;
            if (begins) {
                counts = new double[10];
                history = new double[21];
            } else {
                history = shifted(history, 2, action, outcome.rewards()[0]);
            }
        }
    }

    private static double[] shifted(double[] history, double... event) {
        double[] next = new double[history.length];
        System.arraycopy(history, 3, next, 0, history.length - 3);
        System.arraycopy(event, 0, next, history.length - 3, 3);
        return next;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "num_products=1",
                "num_products=1,K=1,number_of_flips=5",
                "K=1,number_of_flips=1000000",
                "number_of_flips=7,normalize_beta=true",
                "prob_organic_to_bandit=0.9,prob_leave_organic=0.1,prob_bandit_to_organic=0.9",
                "prob_organic_to_bandit=1,prob_leave_organic=0,prob_bandit_to_organic=1",
                "sigma_omega=0,sigma_omega_initial=0,sigma_mu_organic=0",
                "sigma_omega=1000,sigma_omega_initial=1000,sigma_mu_organic=1000",
                "num_products=100,sigma_omega=1000,sigma_omega_initial=1000,K=20",
                "time_generator=normal,normal_time_sigma=0",
                "time_generator=normal,normal_time_mu=-3,normal_time_sigma=0.5",
                "num_products=200000,K=2",
                "num_products=20000,K=3,number_of_flips=10000",
            })
    void edges(String settings) {
        for (String random : List.of("streams", "numpy", "numpy-world")) {
            Object[] config = parse(settings + ",random=" + random);
            World world = world(new RecoGymV1(), 3, config);
            Simulation simulation = ReferenceConfig.open(world, 3, 2, AutoresetMode.SAME_STEP, "views", "time");
            reset(simulation);
            for (int step = 0; step < 50; step++) {
                Outcome outcome =
                        simulation.step(new int[] {0, world.spaces().action().itemCount() - 1});
                assertThat(row(outcome.observations().get(1), 0)[0]).isBetween(0.0, 1e9);
            }
            double[] probabilities = new double[world.spaces().action().itemCount()];
            simulation.lanes().clickProbabilities(1, probabilities, 0);
            assertThat(Arrays.stream(probabilities)).allMatch(p -> p > 0.00447 && p < ClickLink.CEILING);
        }
    }

    @Test
    void unequalSeedsGiveUnequalWorldsAndEqualOnesEqual() {
        double[] one = gamma(1);
        assertThat(gamma(1)).containsExactly(one);
        assertThat(gamma(2)).isNotEqualTo(one);
        assertThat(gamma(-1)).isNotEqualTo(one);
    }

    private static double[] gamma(long seed) {
        return world(new RecoGymV1(), seed).parameters().get("Gamma").values();
    }

    @Test
    void versionZeroHasAClickMatrixOfItsNoise() {
        for (String random : List.of("streams", "numpy")) {
            World world = world(new RecoGymV0(), 8, "random", random);
            double[] clicks = world.parameters().get("click_probs").values();
            double[] phi = world.parameters().get("phi").values();
            for (int i = 0; i < 10; i++) {
                for (int j = 0; j < 10; j++) {
                    double score = (i / 5 == j / 5 ? 0.8 : 0) + phi[i * 10 + j] - 5;
                    assertThat(clicks[i * 10 + j]).isCloseTo(1 / (1 + Math.exp(-score)), Offset.offset(1e-12));
                }
            }
        }
    }

    /** Changes here need a new version of the environment. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RecoGym-v0 | num_clusters=5 | 970131487",
                "RecoGym-v1 | K=5 | 2294715032",
                "RecoGym-v1 | num_products=100,K=20,number_of_flips=30,time_generator=normal | 1505101355",
                "RecoGym-v1 | num_products=1000,change_omega_for_bandits=true | 685101451",
                "RecoGym-v1 | num_products=1000,K=20,faults=repaired | 3399883923",
                "RecoGym-v1 | random=numpy-world | 1519997842",
            })
    void goldenOutcomes(String id, String settings, long expected) {
        World world = world(EnvironmentCatalog.installed().find(id).orElseThrow(), 42, parse(settings));
        Simulation simulation = ReferenceConfig.open(
                world, 42, 16, AutoresetMode.SAME_STEP, "views", "view_times", "last_view", "time");
        CRC32 sum = new CRC32();
        add(reset(simulation), sum);
        int products = world.spaces().action().itemCount();
        for (int step = 0; step < 400; step++) {
            int[] actions = new int[16];
            for (int lane = 0; lane < 16; lane++) {
                actions[lane] = (5 * step + 3 * lane) % products;
            }
            add(simulation.step(actions), sum);
        }
        assertThat(sum.getValue()).isEqualTo(expected);
    }

    private static void add(Outcome outcome, CRC32 sum) {
        sum.update(outcome.terminated());
        for (Column column : outcome.observations()) {
            sum.update(column.data(), 0, column.size());
        }
        for (Column column : outcome.signals()) {
            sum.update(column.data(), 0, column.size());
        }
    }

    @Test
    void clicksAreAsProbableAsTheOracleSays() {
        World world = world(new RecoGymV1(), 11);
        RecoGymLanes lanes = (RecoGymLanes) world.open(1, Set.of());
        lanes.seed(0, 11, 0);
        double expected = 0;
        double variance = 0;
        double clicks = 0;
        double[] probabilities = new double[10];
        for (int user = 0; user < 8000; user++) {
            lanes.begin(0, user);
            for (int step = 0; !lanes.left(0); step++) {
                lanes.clickProbabilities(0, probabilities, 0);
                double p = probabilities[step % 10];
                Column click = new Column(world.spaces().signals().get(0), 1);
                lanes.step(new byte[] {1}, new int[] {step % 10}, new Column[] {click});
                clicks += click.get(0);
                expected += p;
                variance += p * (1 - p);
            }
        }
        assertThat((clicks - expected) / Math.sqrt(variance)).as("seed 11").isBetween(-4.5, 4.5);
    }
}
