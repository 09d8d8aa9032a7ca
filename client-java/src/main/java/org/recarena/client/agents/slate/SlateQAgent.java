package org.recarena.client.agents.slate;

import java.util.Locale;
import java.util.Optional;

/**
 * SlateQ (Ie et al., "SlateQ: A Tractable Decomposition for Reinforcement Learning with Recommendation Sets", arXiv
 * 1905.12767, 2019): learns the long-term value q of each document when it is clicked, and takes the value of a slate
 * to be that of its documents, weighted with the probabilities of their clicks. That holds where a user clicks at most
 * one document and all else depends on that one alone.
 *
 * <p>q is linear in {@link ItemFeatures} and learned by temporal differences: from a step with a click on i it moves
 * towards r + discount V(next slate). V(next slate) is that of the slate that is shown next (SARSA), or of the one that
 * an optimiser would show (Q-learning). Unlike RecSim's agents, V is of the next state. Each update moves q by
 * {@link Builder#rate} of the error, whatever the features' size (normalised least mean squares).
 *
 * <p>With {@link Builder#noClickValue} the value of clicking nothing is learned too, as the paper's null item;
 * otherwise steps without a click are dropped and count 0, as in RecSim.
 */
public final class SlateQAgent implements SlateAgent {

    private final String name;
    private final ItemFeatures features;
    private final ChoiceWeights choice;
    private final SlateOptimiser serving;
    private final Optional<SlateOptimiser> target;
    private final double discount;
    private final double rate;
    private final Exploration exploration;
    private final boolean learnsNoClick;

    private final double[] weights;
    private final FeatureVector vector;
    private double[] noClickWeights = {};
    private final PerLane<Pending> pending = new PerLane<>(Pending::new);
    private long learned;

    /** What waits for the next slate. */
    private static final class Pending {
        private Optional<SlateExperience> experience = Optional.empty();
    }

    /** What the model says of one context. */
    @SuppressWarnings("ArrayRecordComponent") // Lives as long as one call; nobody compares it.
    private record Appraisal(double[] choice, double[] values, double noClickValue) {}

    private SlateQAgent(Builder from) {
        features = from.features;
        choice = from.choice;
        serving = from.serving;
        target = from.target;
        discount = from.discount;
        rate = from.rate;
        exploration = from.exploration;
        learnsNoClick = from.noClickValue;
        name = from.name.orElseGet(from::describe);
        weights = new double[features.dimension()];
        vector = new FeatureVector(features.dimension());
    }

    /**
     * Begins an agent: QL-OT-OS of the paper unless told otherwise.
     *
     * @param features what the value is linear in
     * @param choice how users choose
     * @return a builder
     */
    public static Builder builder(ItemFeatures features, ChoiceWeights choice) {
        return new Builder(features, choice);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void begin(int lane) {
        pending.restart(lane);
    }

    @Override
    public SlatePolicy policy(int lane, SlateContext context) {
        return SlatePolicy.explore(best(context, serving), context.candidates(), exploration.at(learned));
    }

    @Override
    public void learn(int lane, SlateExperience experience) {
        learned++;
        if (target.isPresent() || discount == 0) {
            update(experience, future(experience));
            return;
        }
        Pending last = pending.of(lane);
        last.experience.ifPresent(before -> update(before, valueOf(experience.context(), experience.slate())));
        switch (experience.end()) {
            case NONE -> last.experience = Optional.of(experience);
            case TERMINATED -> {
                update(experience, 0);
                last.experience = Optional.empty();
            }
            case TRUNCATED -> last.experience = Optional.empty(); // Nobody knows what would have been shown next.
        }
    }

    /** What comes after a step, by the slate that the target's optimiser would show. */
    private double future(SlateExperience experience) {
        if (experience.end() == SlateExperience.End.TERMINATED || target.isEmpty()) {
            return 0;
        }
        return valueOf(experience.next(), best(experience.next(), target.get()));
    }

    private void update(SlateExperience experience, double future) {
        double goal = experience.reward() + discount * future;
        int slot = experience.clickedSlot();
        if (slot >= 0) {
            describe(experience.context(), experience.slate()[slot]);
            double norm = vector.squaredNorm();
            if (norm > 0) {
                vector.addTo(weights, rate * (goal - vector.dot(weights)) / norm);
            }
        } else if (learnsNoClick) {
            learnNoClick(experience.context(), goal);
        }
    }

    private void learnNoClick(SlateContext context, double goal) {
        double error = goal - noClickValue(context);
        double norm = 1;
        for (int i = 0; i < context.userSize(); i++) {
            norm += context.user(i) * context.user(i);
        }
        noClickWeights[0] += rate * error / norm;
        for (int i = 0; i < context.userSize(); i++) {
            noClickWeights[i + 1] += rate * error / norm * context.user(i);
        }
    }

    /** The value of clicking nothing, linear in what is seen of the user. */
    private double noClickValue(SlateContext context) {
        if (!learnsNoClick) {
            return 0;
        }
        if (noClickWeights.length == 0) {
            noClickWeights = new double[context.userSize() + 1];
        }
        double sum = noClickWeights[0];
        for (int i = 0; i < context.userSize(); i++) {
            sum += noClickWeights[i + 1] * context.user(i);
        }
        return sum;
    }

    /** The value that the model gives to a document when it is clicked. */
    double value(SlateContext context, int candidate) {
        describe(context, candidate);
        return vector.dot(weights);
    }

    private void describe(SlateContext context, int candidate) {
        vector.clear();
        features.write(context, candidate, vector);
    }

    private int[] best(SlateContext context, SlateOptimiser optimiser) {
        Appraisal appraisal = appraise(context);
        return optimiser.slate(appraisal.choice, appraisal.values, choice.noClick(), context.slateSize());
    }

    private double valueOf(SlateContext context, int[] slate) {
        Appraisal appraisal = appraise(context);
        return appraisal.noClickValue
                + SlateOptimiser.value(slate, appraisal.choice, appraisal.values, choice.noClick());
    }

    /** Values are above that of clicking nothing: so the optimisers need not know of it. */
    private Appraisal appraise(SlateContext context) {
        int candidates = context.candidates();
        double nothing = noClickValue(context);
        double[] chosen = new double[candidates];
        double[] values = new double[candidates];
        for (int i = 0; i < candidates; i++) {
            chosen[i] = choice.weight().of(context, i);
            values[i] = value(context, i) - nothing;
        }
        return new Appraisal(chosen, values, nothing);
    }

    /** Collects how an agent learns and shows. */
    public static final class Builder {

        private final ItemFeatures features;
        private final ChoiceWeights choice;
        private SlateOptimiser serving = SlateOptimiser.EXACT;
        private Optional<SlateOptimiser> target = Optional.of(SlateOptimiser.EXACT);
        private double discount = 0.99;
        private double rate = 0.02;
        private Exploration exploration = new Exploration(0.1, 0.1, 1);
        private boolean noClickValue;
        private Optional<String> name = Optional.empty();

        private Builder(ItemFeatures features, ChoiceWeights choice) {
            this.features = features;
            this.choice = choice;
        }

        /**
         * Sets how it finds the slate that it shows: the paper's TS, GS and OS.
         *
         * @param optimiser exact unless told otherwise
         * @return this
         */
        public Builder serving(SlateOptimiser optimiser) {
            serving = optimiser;
            return this;
        }

        /**
         * Learns by Q-learning: the paper's TT, GT and OT.
         *
         * @param optimiser of the next slate; exact unless told otherwise
         * @return this
         */
        public Builder target(SlateOptimiser optimiser) {
            target = Optional.of(optimiser);
            return this;
        }

        /**
         * Learns by SARSA: from the slate that is shown next.
         *
         * @return this
         */
        public Builder sarsa() {
            target = Optional.empty();
            return this;
        }

        /**
         * Sets what a reward is worth a step later.
         *
         * @param value 0, which is myopic, to 1; 0.99 unless told otherwise
         * @return this
         */
        public Builder discount(double value) {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException("discount is " + value + "; it must be 0 to 1");
            }
            discount = value;
            return this;
        }

        /**
         * Sets how much of an error each update corrects.
         *
         * @param value above 0, at most 1; 0.02 unless told otherwise
         * @return this
         */
        public Builder rate(double value) {
            if (!(value > 0 && value <= 1)) {
                throw new IllegalArgumentException("rate is " + value + "; it must be above 0 and at most 1");
            }
            rate = value;
            return this;
        }

        /**
         * Sets how often it shows any slate.
         *
         * @param schedule 10 % unless told otherwise
         * @return this
         */
        public Builder exploration(Exploration schedule) {
            exploration = schedule;
            return this;
        }

        /**
         * Learns the value of clicking nothing as well.
         *
         * @return this
         */
        public Builder noClickValue() {
            noClickValue = true;
            return this;
        }

        /**
         * Sets the agent's name.
         *
         * @param value {@code slateq-}, {@code sarsa-} or {@code myopic-} and the optimisers unless told otherwise
         * @return this
         */
        public Builder name(String value) {
            name = Optional.of(value);
            return this;
        }

        /**
         * Makes the agent.
         *
         * @return an agent that has learned nothing
         */
        public SlateQAgent build() {
            return new SlateQAgent(this);
        }

        private String describe() {
            String served = word(serving);
            if (discount == 0) {
                return "myopic-" + served;
            }
            return target.map(optimiser -> "slateq-" + word(optimiser) + "-" + served)
                    .orElse("sarsa-" + served);
        }

        private static String word(SlateOptimiser optimiser) {
            return optimiser.name().toLowerCase(Locale.ROOT).replace("_", "");
        }
    }
}
