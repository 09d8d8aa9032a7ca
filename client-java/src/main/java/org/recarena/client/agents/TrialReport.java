package org.recarena.client.agents;

import java.util.Arrays;

/** What came of a trial: rewards and recommendations of each user, and how they came about over time. */
public final class TrialReport {

    private static final int FIRST_CAPACITY = 1024;

    private final String agent;
    private final int episodes;
    private final double[] rewards;
    private final double[] recommendations;
    private double[] rewardsByStep = new double[FIRST_CAPACITY];
    private double[] recommendationsByStep = new double[FIRST_CAPACITY];
    private int steps;

    TrialReport(String agent, int lanes, int episodes) {
        this.agent = agent;
        this.episodes = episodes;
        this.rewards = new double[lanes * episodes];
        this.recommendations = new double[lanes * episodes];
    }

    void add(int lane, int episode, double reward) {
        rewards[lane * episodes + episode] += reward;
        recommendations[lane * episodes + episode]++;
        rewardsByStep[steps] += reward;
        recommendationsByStep[steps]++;
    }

    void endStep() {
        if (++steps == rewardsByStep.length) {
            rewardsByStep = Arrays.copyOf(rewardsByStep, 2 * steps);
            recommendationsByStep = Arrays.copyOf(recommendationsByStep, 2 * steps);
        }
    }

    /**
     * Who recommended.
     *
     * @return the agent's name
     */
    public String agent() {
        return agent;
    }

    /**
     * The sum of rewards of each user, in an order that is the same for all trials of a plan.
     *
     * @return a fresh array
     */
    public double[] rewards() {
        return rewards.clone();
    }

    /**
     * The number of recommendations shown to each user, in the same order.
     *
     * @return a fresh array
     */
    public double[] recommendations() {
        return recommendations.clone();
    }

    /**
     * The sum of rewards of each step over all lanes.
     *
     * @return a fresh array
     */
    public double[] rewardsByStep() {
        return Arrays.copyOf(rewardsByStep, steps);
    }

    /**
     * The number of recommendations of each step over all lanes.
     *
     * @return a fresh array
     */
    public double[] recommendationsByStep() {
        return Arrays.copyOf(recommendationsByStep, steps);
    }

    /**
     * Reward a recommendation: with clicks as rewards, the click-through rate.
     *
     * @return the ratio of the sums; NaN without recommendations
     */
    public double rate() {
        return Arrays.stream(rewards).sum() / Arrays.stream(recommendations).sum();
    }
}
