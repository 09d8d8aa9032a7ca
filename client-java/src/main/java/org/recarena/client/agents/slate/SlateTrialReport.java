package org.recarena.client.agents.slate;

/**
 * What came of a trial: of each user the sum of rewards, the steps, the clicks and the quality of what was clicked.
 * Users are in an order that is the same for all trials of a plan: lane by lane, and in a lane as they came.
 */
public final class SlateTrialReport {

    private final String agent;
    private final int lanes;
    private final int episodes;
    private final double[] rewards;
    private final double[] steps;
    private final double[] clicks;
    private final double[] clickedQualities;
    private final boolean tellsQuality;

    SlateTrialReport(String agent, int lanes, int episodes, boolean tellsQuality) {
        this.agent = agent;
        this.lanes = lanes;
        this.episodes = episodes;
        this.tellsQuality = tellsQuality;
        this.rewards = new double[lanes * episodes];
        this.steps = new double[lanes * episodes];
        this.clicks = new double[lanes * episodes];
        this.clickedQualities = new double[lanes * episodes];
    }

    void add(int lane, int episode, SlateExperience experience, double clickedQuality) {
        int user = lane * episodes + episode;
        rewards[user] += experience.reward();
        steps[user]++;
        for (boolean click : experience.clicks()) {
            clicks[user] += click ? 1 : 0;
        }
        clickedQualities[user] += clickedQuality;
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
     * How many lanes were played.
     *
     * @return as in the plan
     */
    public int lanes() {
        return lanes;
    }

    /**
     * How many users each lane had, one after the other.
     *
     * @return as in the plan
     */
    public int episodes() {
        return episodes;
    }

    /**
     * The return, the sum of rewards, of each user.
     *
     * @return a fresh array
     */
    public double[] returns() {
        return rewards.clone();
    }

    /**
     * How many slates each user was shown.
     *
     * @return a fresh array
     */
    public double[] steps() {
        return steps.clone();
    }

    /**
     * How many documents each user clicked.
     *
     * @return a fresh array
     */
    public double[] clicks() {
        return clicks.clone();
    }

    /**
     * The sum of the qualities of what each user clicked.
     *
     * @return a fresh array; zeros where {@link #tellsQuality()} is false
     */
    public double[] clickedQualities() {
        return clickedQualities.clone();
    }

    /**
     * Whether responses told the quality of what was shown.
     *
     * @return false where the environment has no signal {@code quality}
     */
    public boolean tellsQuality() {
        return tellsQuality;
    }

    /**
     * The mean return of all users.
     *
     * @return in the unit of the reward
     */
    public double meanReturn() {
        double sum = 0;
        for (double each : rewards) {
            sum += each;
        }
        return sum / rewards.length;
    }
}
