package org.recarena.simulator.choice;

import org.recarena.simulator.random.RandomStream;

/**
 * A scan from the top: each slot reached is clicked with its own probability, and whether the user goes on depends on
 * that, by a {@link Continuation}. A slot that is reached and not looked at counts as a skip.
 *
 * <p>With r_k the probability of reaching slot k, q_k = P(look) P(click | look), and continuation c after a click and s
 * after a skip: P(click_k) = r_k q_k and r_(k+1) = r_k (q_k c + (1 - q_k) s).
 *
 * @param continuation when the scan goes on
 */
public record ScannedClicks(Continuation continuation) implements ClickRule {

    @Override
    public boolean choosesOne() {
        return false;
    }

    @Override
    public boolean dependsOnSatisfaction() {
        return continuation.dependsOnSatisfaction();
    }

    @Override
    public void probabilities(Consideration slate, double noClick, double[] out) {
        double reached = 1;
        for (int slot = 0; slot < slate.slots(); slot++) {
            double click = slate.look()[slot] * slate.click()[slot];
            out[slot] = reached * click;
            reached *= click * continuation.afterClick(slate, slot) + (1 - click) * continuation.afterSkip();
        }
    }

    @Override
    public void sample(
            Consideration slate,
            double noClick,
            boolean[] attentive,
            boolean[] satisfying,
            RandomStream stream,
            boolean[] examined,
            boolean[] clicked,
            double[] scratch) {
        boolean reached = true;
        for (int slot = 0; slot < slate.slots(); slot++) {
            double click = stream.nextDouble();
            double goOn = stream.nextDouble();
            examined[slot] = reached && attentive[slot];
            clicked[slot] = examined[slot] && click < slate.click()[slot];
            reached &= goOn
                    < (clicked[slot]
                            ? continuation.afterClick(slate, slot, satisfying[slot])
                            : continuation.afterSkip());
        }
    }
}
