package org.recarena.client.agents.slate;

/** Shows any slate of distinct documents, each equally likely. */
public final class RandomSlateAgent implements SlateAgent {

    /** An agent without state. */
    public RandomSlateAgent() {}

    @Override
    public String name() {
        return "random";
    }

    @Override
    public SlatePolicy policy(int lane, SlateContext context) {
        return SlatePolicy.uniform(context.candidates(), context.slateSize());
    }
}
