package org.recarena.client.agents.slate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tabular Q-learning (Watkins 1989) of whole slates. A state is what is seen of the user, an action what the slate
 * shows: each number in the bin of its own (RecSim: 100 edges from 0 to 10), so that it only makes sense where those
 * are few. Actions are the sets of distinct documents, or all their orders. Unlike RecSim's, it learns from the last
 * step of an episode too.
 */
public final class TabularQAgent implements SlateAgent {

    private static final int MOST_ACTIONS = 100_000;
    private static final int EDGES = 100;
    private static final double HIGHEST_EDGE = 10;

    private final String name;
    private final boolean ordered;
    private final double discount;
    private final LearningRate rate;
    private final Exploration exploration;
    private final Map<List<Integer>, Cell> table = new HashMap<>();
    private List<int[]> actions = List.of();
    private int actionsOf;
    private int actionsSize;
    private long learned;

    /** One value and how often it was learned. */
    private static final class Cell {
        private double value;
        private long visits;
    }

    /** How far a value moves towards what was found. */
    @FunctionalInterface
    public interface LearningRate {

        /**
         * The rate of one update.
         *
         * @param visit which one it is of this value, from 1
         * @return above 0, at most 1
         */
        double of(long visit);

        /**
         * Always the same; RecSim's is 0.1.
         *
         * @param rate above 0, at most 1
         * @return the rate
         */
        static LearningRate constant(double rate) {
            return visit -> rate;
        }

        /**
         * Falling with the visits as visit^-power (Even-Dar and Mansour, "Learning rates for Q-learning", 2003).
         *
         * @param power above 1/2 and at most 1, for values to converge
         * @return the rate
         */
        static LearningRate falling(double power) {
            return visit -> Math.pow((double) visit, -power);
        }
    }

    /**
     * An agent that has seen nothing; all values are 0.
     *
     * @param ordered whether the order of a slate matters
     * @param discount what a reward is worth a step later, 0 to 1; RecSim: 0.99
     * @param rate of learning
     * @param exploration how often it shows any slate
     */
    public TabularQAgent(boolean ordered, double discount, LearningRate rate, Exploration exploration) {
        this("tabular-q", ordered, discount, rate, exploration);
    }

    /**
     * The same under a name of its own.
     *
     * @param name as a policy is called in logs and reports
     * @param ordered whether the order of a slate matters
     * @param discount what a reward is worth a step later, 0 to 1; RecSim: 0.99
     * @param rate of learning
     * @param exploration how often it shows any slate
     */
    public TabularQAgent(String name, boolean ordered, double discount, LearningRate rate, Exploration exploration) {
        if (!(discount >= 0 && discount <= 1)) {
            throw new IllegalArgumentException("discount is " + discount + "; it must be 0 to 1");
        }
        this.name = name;
        this.ordered = ordered;
        this.discount = discount;
        this.rate = rate;
        this.exploration = exploration;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public SlatePolicy policy(int lane, SlateContext context) {
        return SlatePolicy.explore(best(context), context.candidates(), exploration.at(learned));
    }

    @Override
    public void learn(int lane, SlateExperience experience) {
        learned++;
        double goal = experience.reward();
        if (experience.end() != SlateExperience.End.TERMINATED) {
            goal += discount * value(experience.next(), best(experience.next()));
        }
        Cell cell = table.computeIfAbsent(key(experience.context(), experience.slate()), unknown -> new Cell());
        cell.value += rate.of(++cell.visits) * (goal - cell.value);
    }

    /** The value of a slate; 0 if nothing was learned of it. */
    double value(SlateContext context, int... slate) {
        Cell cell = table.get(key(context, slate));
        return cell == null ? 0 : cell.value;
    }

    /** The first of the best slates. */
    private int[] best(SlateContext context) {
        int[] best = {};
        double highest = Double.NEGATIVE_INFINITY;
        for (int[] slate : actions(context.candidates(), context.slateSize())) {
            double value = value(context, slate);
            if (value > highest) {
                highest = value;
                best = slate;
            }
        }
        return best;
    }

    private List<int[]> actions(int candidates, int size) {
        if (actionsOf != candidates || actionsSize != size) {
            List<int[]> every = new ArrayList<>();
            enumerate(new int[size], 0, candidates, every);
            actions = every;
            actionsOf = candidates;
            actionsSize = size;
        }
        return actions;
    }

    private void enumerate(int[] slate, int filled, int candidates, List<int[]> every) {
        if (filled == slate.length) {
            if (every.size() == MOST_ACTIONS) {
                throw new IllegalArgumentException("more than " + MOST_ACTIONS + " slates of " + slate.length + " of "
                        + candidates + " documents: too many for a table");
            }
            every.add(slate.clone());
            return;
        }
        int first = ordered || filled == 0 ? 0 : slate[filled - 1] + 1;
        for (int candidate = first; candidate < candidates; candidate++) {
            if (!contains(slate, filled, candidate)) {
                slate[filled] = candidate;
                enumerate(slate, filled + 1, candidates, every);
            }
        }
    }

    private static boolean contains(int[] slate, int filled, int candidate) {
        for (int slot = 0; slot < filled; slot++) {
            if (slate[slot] == candidate) {
                return true;
            }
        }
        return false;
    }

    private List<Integer> key(SlateContext context, int[] slate) {
        int[] positions = slate.clone();
        if (!ordered) {
            Arrays.sort(positions);
        }
        List<Integer> key = new ArrayList<>();
        for (int candidate : positions) {
            key.add(context.cluster(candidate));
            key.add(bin(context.quality(candidate)));
            for (int i = 0; i < context.features(); i++) {
                key.add(bin(context.feature(candidate, i)));
            }
        }
        for (int i = 0; i < context.userSize(); i++) {
            key.add(bin(context.user(i)));
        }
        return key;
    }

    /** The number of edges that are not above x. */
    static int bin(double x) {
        if (x < 0) {
            return 0;
        }
        return (int) Math.min(EDGES, Math.floor(x * (EDGES - 1) / HIGHEST_EDGE) + 1);
    }
}
