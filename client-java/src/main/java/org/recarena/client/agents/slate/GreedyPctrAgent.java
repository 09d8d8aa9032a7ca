package org.recarena.client.agents.slate;

/**
 * Shows the documents that are most probably clicked, best first, going by a score that it is given. Whatever the
 * choice model, as long as a higher score makes a click likelier, these are the ones with the highest scores. It does
 * not learn.
 */
public final class GreedyPctrAgent implements SlateAgent {

    private final String name;
    private final ItemScore score;

    /**
     * An agent that goes by a belief.
     *
     * @param name of the agent
     * @param score what it believes
     */
    public GreedyPctrAgent(String name, ItemScore score) {
        this.name = name;
        this.score = score;
    }

    /**
     * An agent that goes by a belief, of the name {@code greedy-pctr}.
     *
     * @param score what it believes
     */
    public GreedyPctrAgent(ItemScore score) {
        this("greedy-pctr", score);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public SlatePolicy policy(int lane, SlateContext context) {
        double[] scores = new double[context.candidates()];
        for (int candidate = 0; candidate < scores.length; candidate++) {
            scores[candidate] = score.of(context, candidate);
        }
        return SlatePolicy.certain(Ranking.top(scores, context.slateSize()));
    }
}
