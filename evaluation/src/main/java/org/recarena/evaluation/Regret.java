package org.recarena.evaluation;

/** What a policy falls short of an oracle, one that knows the users and recommends what they click most. */
public final class Regret {

    private Regret() {}

    /**
     * The regret against an oracle whose rate is known without error: oracle − rate, with the rate's error. When the
     * oracle's rate was measured on the same users, {@link PairedDifference} of the oracle and the policy is the regret
     * with an error that counts both.
     *
     * @param oracleRate the oracle's rate; finite
     * @param rate the policy's rate
     * @return the regret, below 0 where the policy was the better one
     */
    public static Estimate of(double oracleRate, Estimate rate) {
        if (!Double.isFinite(oracleRate)) {
            throw new IllegalArgumentException("oracleRate is " + oracleRate + ": not finite");
        }
        return new Estimate(
                oracleRate - rate.value(),
                rate.standardError(),
                oracleRate - rate.upper(),
                oracleRate - rate.lower(),
                rate.level(),
                rate.clusters());
    }

    /**
     * The regret as a share of the oracle's rate: 0 for a policy as good as the oracle, 1 for one without clicks.
     *
     * @param oracleRate the oracle's rate; above 0, finite
     * @param rate the policy's rate
     * @return the relative regret
     */
    public static Estimate relative(double oracleRate, Estimate rate) {
        if (!(oracleRate > 0)) {
            throw new IllegalArgumentException("oracleRate is " + oracleRate + ": not above 0");
        }
        Estimate regret = of(oracleRate, rate);
        return new Estimate(
                regret.value() / oracleRate,
                regret.standardError() / oracleRate,
                regret.lower() / oracleRate,
                regret.upper() / oracleRate,
                regret.level(),
                regret.clusters());
    }

    /**
     * The regret summed step by step.
     *
     * @param oracle the oracle's reward, or its expectation, at each step; finite
     * @param reward the policy's reward, or its expectation, at each step; finite
     * @return at each step, the sum of oracle − reward up to and with it
     */
    public static double[] cumulative(double[] oracle, double[] reward) {
        Checks.lengths("reward", reward.length, "oracle", oracle.length);
        Checks.finite("oracle", oracle);
        Checks.finite("reward", reward);
        double[] cumulative = new double[oracle.length];
        double sum = 0;
        for (int t = 0; t < oracle.length; t++) {
            sum += oracle[t] - reward[t];
            cumulative[t] = sum;
        }
        return cumulative;
    }
}
