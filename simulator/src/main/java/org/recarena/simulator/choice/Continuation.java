package org.recarena.simulator.choice;

/**
 * With what probability a user who scans a slate from the top goes on to the next slot.
 *
 * <p>Source: Chuklin, Markov and de Rijke, "Click models for web search" (2015), sections 3.4 to 3.7.
 */
public sealed interface Continuation {

    /**
     * After a slot without a click.
     *
     * @return a probability
     */
    double afterSkip();

    /**
     * After a click.
     *
     * @param slate what the user goes by
     * @param slot the slot clicked, from 0
     * @return a probability
     */
    double afterClick(Consideration slate, int slot);

    /**
     * After a click of which it is known whether it satisfied; {@link #afterClick(Consideration, int)} is its mean.
     *
     * @param slate what the user goes by
     * @param slot the slot clicked, from 0
     * @param satisfied whether the click satisfied
     * @return a probability
     */
    default double afterClick(Consideration slate, int slot, boolean satisfied) {
        return afterClick(slate, slot);
    }

    /**
     * Whether it makes a difference if a click satisfied.
     *
     * @return false where {@code satisfied} is not read
     */
    default boolean dependsOnSatisfaction() {
        return false;
    }

    /** The cascade model: the first click ends the scan. Source: Craswell et al. (2008). */
    record Cascade() implements Continuation {
        @Override
        public double afterSkip() {
            return 1;
        }

        @Override
        public double afterClick(Consideration slate, int slot) {
            return 0;
        }
    }

    /**
     * The dependent click model: after a click on rank k, lambda_k = first * k^-decay. Source: Guo, Liu and Wang,
     * "Efficient multiple-click models in web search" (2009); the power law as in Open Bandit Pipeline.
     *
     * @param first lambda_1, 0 to 1
     * @param decay the exponent, at least 0
     */
    record DependentClicks(double first, double decay) implements Continuation {
        @Override
        public double afterSkip() {
            return 1;
        }

        @Override
        public double afterClick(Consideration slate, int slot) {
            return decay == 0 ? first : first * StrictMath.pow(slot + 1, -decay);
        }
    }

    /**
     * The click chain model: tau1 after a skip; after a click tau2 (1 - a) + tau3 a with the slot's attraction a.
     * Source: Guo et al., "Click chain model in web search" (2009).
     *
     * @param tau1 a probability
     * @param tau2 a probability
     * @param tau3 a probability
     */
    record ClickChain(double tau1, double tau2, double tau3) implements Continuation {
        @Override
        public double afterSkip() {
            return tau1;
        }

        @Override
        public double afterClick(Consideration slate, int slot) {
            double attraction = slate.attraction()[slot];
            return tau2 * (1 - attraction) + tau3 * attraction;
        }
    }

    /**
     * The dynamic Bayesian network: gamma as long as no click has satisfied. With gamma 1 this is the simplified model.
     * Source: Chapelle and Zhang, "A dynamic Bayesian network click model for web search ranking" (2009).
     *
     * @param gamma a probability
     */
    record DynamicBayesian(double gamma) implements Continuation {
        @Override
        public double afterSkip() {
            return gamma;
        }

        @Override
        public double afterClick(Consideration slate, int slot) {
            return gamma * (1 - slate.satisfied()[slot]);
        }

        @Override
        public double afterClick(Consideration slate, int slot, boolean satisfied) {
            return satisfied ? 0 : gamma;
        }

        @Override
        public boolean dependsOnSatisfaction() {
            return true;
        }
    }
}
