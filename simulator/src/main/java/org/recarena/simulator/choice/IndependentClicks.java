package org.recarena.simulator.choice;

import org.recarena.simulator.random.RandomStream;

/**
 * Every slot is clicked on its own: P(click) = P(look) P(click | look). With looks that depend on the rank this is the
 * position-based model.
 *
 * <p>Source: Craswell et al., "An experimental comparison of click position-bias models" (2008); Chuklin, Markov and de
 * Rijke, "Click models for web search" (2015), section 3.3.
 */
public record IndependentClicks() implements ClickRule {

    @Override
    public boolean choosesOne() {
        return false;
    }

    @Override
    public void probabilities(Consideration slate, double noClick, double[] out) {
        for (int slot = 0; slot < slate.slots(); slot++) {
            out[slot] = slate.look()[slot] * slate.click()[slot];
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
        for (int slot = 0; slot < slate.slots(); slot++) {
            examined[slot] = attentive[slot];
            clicked[slot] = stream.nextDouble() < slate.click()[slot] && attentive[slot];
        }
    }
}
