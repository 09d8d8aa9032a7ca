package org.recarena.evaluation;

import org.jspecify.annotations.Nullable;

/**
 * Logged decisions, one per index: what an evaluated policy's value is estimated from. The arrays are copied neither in
 * nor out: whoever makes one leaves them alone afterwards.
 *
 * @param cluster the user or episode of each decision; decisions of one cluster may depend on each other
 * @param reward the reward of each logged action
 * @param propensity the logging policy's probability of each logged action
 * @param target the evaluated policy's probability of each logged action
 * @param qLogged a model's prediction of the reward of each logged action; null without a model
 * @param qTarget the same model's expectation of the reward under the evaluated policy; null without a model
 */
@SuppressWarnings("ArrayRecordComponent") // A carrier; nobody compares it.
public record LoggedBandit(
        long[] cluster,
        double[] reward,
        double[] propensity,
        double[] target,
        double @Nullable [] qLogged,
        double @Nullable [] qTarget) {

    /**
     * Checks every value; a refusal names the array, the index and the value.
     *
     * @param cluster the user or episode of each decision; not empty
     * @param reward the reward of each logged action; finite
     * @param propensity the logging policy's probability of each logged action; in (0, 1]
     * @param target the evaluated policy's probability of each logged action; in [0, 1]
     * @param qLogged a model's prediction of the reward of each logged action, finite; null without a model
     * @param qTarget the same model's expectation of the reward under the evaluated policy, finite; null without a
     *     model
     */
    public LoggedBandit(
            long[] cluster,
            double[] reward,
            double[] propensity,
            double[] target,
            double @Nullable [] qLogged,
            double @Nullable [] qTarget) {
        if (cluster.length == 0) {
            throw new IllegalArgumentException("cluster is empty: there are no decisions");
        }
        Checks.lengths("reward", reward.length, "cluster", cluster.length);
        Checks.lengths("propensity", propensity.length, "cluster", cluster.length);
        Checks.lengths("target", target.length, "cluster", cluster.length);
        Checks.finite("reward", reward);
        for (int i = 0; i < cluster.length; i++) {
            if (!(propensity[i] > 0 && propensity[i] <= 1)) {
                throw new IllegalArgumentException("propensity[" + i + "] is " + propensity[i] + ": not in (0, 1]");
            }
            if (!(target[i] >= 0 && target[i] <= 1)) {
                throw new IllegalArgumentException("target[" + i + "] is " + target[i] + ": not in [0, 1]");
            }
            if (!Double.isFinite(target[i] / propensity[i])) {
                throw new IllegalArgumentException("propensity[" + i + "] is " + propensity[i]
                        + ": too small for the weight of target[" + i + "], " + target[i]);
            }
        }
        if ((qLogged == null) != (qTarget == null)) {
            throw new IllegalArgumentException((qLogged == null ? "qLogged" : "qTarget")
                    + " is missing: predictions come for the logged action and for the target, or not at all");
        }
        if (qLogged != null && qTarget != null) {
            Checks.lengths("qLogged", qLogged.length, "cluster", cluster.length);
            Checks.lengths("qTarget", qTarget.length, "cluster", cluster.length);
            Checks.finite("qLogged", qLogged);
            Checks.finite("qTarget", qTarget);
        }
        this.cluster = cluster;
        this.reward = reward;
        this.propensity = propensity;
        this.target = target;
        this.qLogged = qLogged;
        this.qTarget = qTarget;
    }

    /**
     * Decisions without a model's predictions.
     *
     * @param cluster the user or episode of each decision; not empty
     * @param reward the reward of each logged action; finite
     * @param propensity the logging policy's probability of each logged action; in (0, 1]
     * @param target the evaluated policy's probability of each logged action; in [0, 1]
     */
    public LoggedBandit(long[] cluster, double[] reward, double[] propensity, double[] target) {
        this(cluster, reward, propensity, target, null, null);
    }

    /**
     * The same decisions with a model's predictions.
     *
     * @param logged the model's prediction of the reward of each logged action; finite
     * @param expected the model's expectation of the reward under the evaluated policy; finite
     * @return the decisions with predictions
     */
    public LoggedBandit withPredictions(double[] logged, double[] expected) {
        return new LoggedBandit(cluster, reward, propensity, target, logged, expected);
    }

    /**
     * How many decisions there are.
     *
     * @return the number
     */
    public int decisions() {
        return cluster.length;
    }

    /**
     * The importance weight of each decision: target / propensity.
     *
     * @return a new array
     */
    public double[] weights() {
        double[] weights = new double[cluster.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = target[i] / propensity[i];
        }
        return weights;
    }
}
