package org.recarena.simulator.recsim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Users who respond side by side do what each of them would have done alone. */
class AudienceTest {

    private static final long SEED = 20261128;
    private static final int LANES = 41;
    private static final int SLOTS = 3;
    private static final int STEPS = 30;

    static Stream<Problem> problems() {
        return Stream.of(
                new LongTermSatisfaction()
                        .problem(new LongTermSatisfaction().schema().resolve(Map.of())),
                // Exponentials overflow.
                new LongTermSatisfaction()
                        .problem(new LongTermSatisfaction()
                                .schema()
                                .resolve(Map.of("sensitivity", 100, "innovation_stddev", 100, "choc_mean", 100))),
                new ChocKale().problem(new ChocKale().schema().resolve(Map.of())),
                new InterestEvolution().problem(new InterestEvolution().schema().resolve(Map.of())),
                new InterestExploration()
                        .problem(new InterestExploration().schema().resolve(Map.of())));
    }

    @ParameterizedTest
    @MethodSource("problems")
    void manyRespondAsOneAfterAnother(Problem problem) {
        UserModel model = problem.users();
        SplittableRandom random = new SplittableRandom(SEED);
        UserDraws drawsTogether = draws();
        UserDraws drawsAlone = draws();
        double[] together = new double[LANES * model.stateSize()];
        for (int lane = 0; lane < LANES; lane++) {
            model.arrive(together, lane * model.stateSize(), drawsTogether.arrival(lane, 0));
        }
        double[] alone = together.clone();
        Audience audience = new Audience(LANES, SLOTS);
        Slate single = new Slate(SLOTS);
        for (int step = 0; step < STEPS; step++) {
            audience.clear();
            long documents = random.nextLong();
            for (int lane = 0; lane < LANES; lane++) {
                if (isAway(lane, step)) {
                    audience.addAbsent();
                } else {
                    fill(
                            audience.add(lane, 0, lane * model.stateSize()),
                            problem,
                            new SplittableRandom(documents + lane));
                }
            }
            model.respond(together, audience, drawsTogether);
            int index = 0;
            for (int lane = 0; lane < LANES; lane++) {
                if (isAway(lane, step)) {
                    continue;
                }
                single.clear();
                fill(single, problem, new SplittableRandom(documents + lane));
                model.respond(alone, lane * model.stateSize(), single, drawsAlone.step(lane, 0));
                assertThat(audience.slate(index).clicked)
                        .as("seed %d, step %d, lane %d", SEED, step, lane)
                        .isEqualTo(single.clicked);
                assertThat(audience.slate(index).amount)
                        .as("seed %d, step %d, lane %d", SEED, step, lane)
                        .isEqualTo(single.amount);
                index++;
            }
            assertThat(audience.size()).isEqualTo(index);
            assertThat(together).as("seed %d, step %d", SEED, step).isEqualTo(alone);
        }
    }

    private static boolean isAway(int lane, int step) {
        return lane % 7 == step % 7;
    }

    private static UserDraws draws() {
        UserDraws draws = new StreamUserDraws(LANES, 1);
        for (int lane = 0; lane < LANES; lane++) {
            draws.seed(lane, SEED, lane);
            draws.begin(lane, 0);
        }
        return draws;
    }

    private static void fill(Slate slate, Problem problem, SplittableRandom random) {
        for (int slot = 0; slot < SLOTS; slot++) {
            slate.add(random.nextInt(problem.documents().clusters()), random.nextDouble());
        }
    }
}
