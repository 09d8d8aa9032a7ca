package org.recarena.simulator.recogym;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.recarena.simulator.World;
import org.recarena.simulator.space.Column;

/**
 * In version 1 the score is held at 0, so clicks are rare. In version 0 each product is a block of its own and is
 * recommended back, so that 95 of 100 recommendations are clicked, and what a click does to a user who had drawn the
 * end shows.
 *
 * <p>Users whose click probability is constant form a Markov chain whose means are known. Each mean is allowed five
 * standard errors, so a false alarm has a probability below 1e-5 over all cases.
 */
class ClosedFormTest {

    private static final int USERS = 40_000;

    @ParameterizedTest
    @CsvSource({
        "RecoGym-v1, reference, 0.25, 0.01, 0.05, 0.3",
        "RecoGym-v1, reference, 0.5, 0.05, 0.2, 0.4",
        "RecoGym-v1, reference, 0.9, 0.1, 0.0, 0.4",
        "RecoGym-v1, repaired, 0.25, 0.01, 0.05, 0.3",
        "RecoGym-v1, repaired, 0.5, 0.2, 0.4, 0.02",
        "RecoGym-v0, reference, 0.25, 0.1, 0.05, 0.3",
        "RecoGym-v0, reference, 0.25, 0.25, 0.05, 0.3",
        "RecoGym-v0, repaired, 0.25, 0.01, 0.05, 0.3",
    })
    void meansOfAVisit(
            String id, String faults, double toBandit, double leaveOrganic, double toOrganic, double leaveBandit) {
        boolean version1 = id.endsWith("v1");
        World world = version1
                ? ReferenceConfig.world(
                        new RecoGymV1(),
                        7,
                        "sigma_omega_initial",
                        0.0,
                        "sigma_omega",
                        0.0,
                        "sigma_mu_organic",
                        0.0,
                        "K",
                        1,
                        "faults",
                        faults,
                        "prob_organic_to_bandit",
                        toBandit,
                        "prob_leave_organic",
                        leaveOrganic,
                        "prob_bandit_to_organic",
                        toOrganic,
                        "prob_leave_bandit",
                        leaveBandit)
                : ReferenceConfig.world(
                        new RecoGymV0(),
                        7,
                        "num_products",
                        20,
                        "num_clusters",
                        20,
                        "phi_var",
                        0.0,
                        "faults",
                        faults,
                        "prob_organic_to_bandit",
                        toBandit,
                        "prob_leave_organic",
                        leaveOrganic,
                        "prob_bandit_to_organic",
                        toOrganic,
                        "prob_leave_bandit",
                        leaveBandit);
        double click = version1 ? 0.00942152 : 1 / (1 + Math.exp(5 - 8));
        boolean repaired = faults.equals("repaired");
        double leave = repaired ? leaveBandit : leaveOrganic;
        double back = repaired ? click * (1 - leave) + (1 - click) * toOrganic : click + (1 - click) * toOrganic;
        double gone = repaired ? leave : (1 - click) * leave;
        double seen = toBandit / (toBandit + leaveOrganic);
        double sessions = 1 / (1 - seen * back / (back + gone));
        double organic = sessions / (toBandit + leaveOrganic);
        double bandit = sessions * seen / (back + gone);

        RecoGymLanes lanes = (RecoGymLanes) world.open(1, Set.of("views"));
        lanes.seed(0, 99, 0);
        double[][] sums = new double[3][2];
        for (int user = 0; user < USERS; user++) {
            double[] visit = visit(lanes, world, user);
            for (int i = 0; i < 3; i++) {
                sums[i][0] += visit[i];
                sums[i][1] += visit[i] * visit[i];
            }
        }
        check("sessions", sums[0], sessions);
        check("organic events", sums[1], organic);
        check("recommendations", sums[2], bandit);
    }

    private static double[] visit(RecoGymLanes lanes, World world, int user) {
        lanes.begin(0, user);
        double sessions = 1;
        double organic = views(lanes, world);
        double bandit = 0;
        while (!lanes.left(0)) {
            lanes.step(new byte[] {1}, new int[] {lanes.visitor(0).lastView}, new Column[] {
                new Column(world.spaces().signals().get(0), 1)
            });
            bandit++;
            int views = views(lanes, world);
            organic += views;
            sessions += views > 0 ? 1 : 0;
        }
        return new double[] {sessions, organic, bandit};
    }

    private static int views(RecoGymLanes lanes, World world) {
        Column column = new Column(world.spaces().observations().get(RecoGymSpaces.VIEWS), 1);
        lanes.observe(RecoGymSpaces.VIEWS, new int[] {0}, 1, column);
        return column.count();
    }

    private static void check(String what, double[] sums, double expected) {
        double mean = sums[0] / USERS;
        double error = Math.sqrt((sums[1] / USERS - mean * mean) / USERS);
        assertThat(mean).as(what + ", seed 99").isEqualTo(expected, Offset.offset(5 * error));
    }
}
