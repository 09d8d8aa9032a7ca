package org.recarena.simulator;

import java.util.List;
import org.recarena.simulator.space.Column;

/**
 * Ground truth of a step that was not taken: what a lane's user would do now with a given slate, with some of the
 * biases left out. Everything that chance decides is decided as in the step that will be taken, so that the difference
 * between two twins is the effect of what differs between them, and of nothing else.
 *
 * @param clickProbabilities the exact probability that a click on each slot is recorded
 * @param expectedRewards the expected value of each component of the reward
 * @param rewardErrors the standard error of each; 0 where the expectation is exact
 * @param clicks 1 for each slot whose click would be recorded
 * @param rewards each component of the reward that would be given
 * @param signals one row of each signal, in the order of the spaces
 * @param truthNames the names of what the biases say of each slot
 * @param truths {@code slots x names}: parameters of the step, such as the probability that a slot is looked at
 */
@SuppressWarnings("ArrayRecordComponent") // A carrier for one hand-over; nobody compares it.
public record Twin(
        double[] clickProbabilities,
        double[] expectedRewards,
        double[] rewardErrors,
        byte[] clicks,
        double[] rewards,
        List<Column> signals,
        List<String> truthNames,
        double[] truths) {}
