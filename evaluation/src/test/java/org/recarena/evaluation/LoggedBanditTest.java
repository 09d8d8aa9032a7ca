package org.recarena.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoggedBanditTest {

    private static final long[] USERS = {1, 2};
    private static final double[] ONES = {1, 1};

    @Test
    void weighs() {
        LoggedBandit data = new LoggedBandit(USERS, ONES, new double[] {0.5, 0.25}, new double[] {1, 0});
        assertThat(data.weights()).containsExactly(2, 0);
        assertThat(data.decisions()).isEqualTo(2);
        assertThat(data.qLogged()).isNull();
        assertThat(data.withPredictions(ONES, new double[2]).qTarget()).containsExactly(0, 0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.1, 1.0000001, Double.NaN})
    void refusesPropensity(double propensity) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LoggedBandit(USERS, ONES, new double[] {1, propensity}, ONES))
                .withMessage("propensity[1] is " + propensity + ": not in (0, 1]");
    }

    @Test
    void refusesPropensityWithoutFiniteWeight() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LoggedBandit(USERS, ONES, new double[] {Double.MIN_VALUE, 1}, ONES))
                .withMessageContaining("propensity[0] is 4.9E-324: too small");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.0000001, Double.NaN})
    void refusesTarget(double target) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LoggedBandit(USERS, ONES, ONES, new double[] {target, 1}))
                .withMessage("target[0] is " + target + ": not in [0, 1]");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void refusesValuesThatAreNotFinite(double value) {
        double[] bad = {0, value};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LoggedBandit(USERS, bad, ONES, ONES))
                .withMessage("reward[1] is " + value + ": not finite");
        LoggedBandit data = new LoggedBandit(USERS, ONES, ONES, ONES);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> data.withPredictions(bad, ONES))
                .withMessage("qLogged[1] is " + value + ": not finite");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> data.withPredictions(ONES, bad))
                .withMessage("qTarget[1] is " + value + ": not finite");
    }

    @Test
    void refusesLengths() {
        double[] three = {1, 1, 1};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LoggedBandit(USERS, three, ONES, ONES))
                .withMessage("reward has length 3 where cluster has length 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LoggedBandit(USERS, ONES, three, ONES))
                .withMessageContaining("propensity has length 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LoggedBandit(USERS, ONES, ONES, three))
                .withMessageContaining("target has length 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LoggedBandit(USERS, ONES, ONES, ONES, three, ONES))
                .withMessageContaining("qLogged has length 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LoggedBandit(USERS, ONES, ONES, ONES, ONES, three))
                .withMessageContaining("qTarget has length 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LoggedBandit(USERS, ONES, ONES, ONES, ONES, null))
                .withMessageContaining("qTarget is missing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LoggedBandit(new long[0], new double[0], new double[0], new double[0]))
                .withMessageContaining("cluster is empty");
    }
}
