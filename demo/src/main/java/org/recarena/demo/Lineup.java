package org.recarena.demo;

import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.recarena.client.agents.Agent;
import org.recarena.client.agents.BanditCountAgent;
import org.recarena.client.agents.EpsilonGreedyAgent;
import org.recarena.client.agents.LinUcbAgent;
import org.recarena.client.agents.LinearThompsonAgent;
import org.recarena.client.agents.LogisticRegressionAgent;
import org.recarena.client.agents.OracleAgent;
import org.recarena.client.agents.OrganicPopularityAgent;
import org.recarena.client.agents.RandomAgent;
import org.recarena.client.agents.UserViewCountAgent;

/** Who takes part. Stateless. */
final class Lineup {

    private Lineup() {}

    /** The Java agents, the oracle first; each deterministic by the seed. */
    static List<Agent> agents(int items, long seed) {
        return List.of(
                new OracleAgent(),
                new RandomAgent(),
                new OrganicPopularityAgent(items),
                new UserViewCountAgent(false),
                new UserViewCountAgent(true),
                new EpsilonGreedyAgent(new BanditCountAgent(items), 0.05),
                new LinUcbAgent(items, 0.05),
                new LinearThompsonAgent(items, 0.1, 50, random(seed)),
                new EpsilonGreedyAgent(new LogisticRegressionAgent(items, false, 10, 0.05), 0.1),
                new EpsilonGreedyAgent(new LogisticRegressionAgent(items, true, 10, 0.05), 0.1));
    }

    /** The policies that are evaluated from the random agent's log: ones that do not learn. */
    static List<Agent> evaluated() {
        return List.of(new UserViewCountAgent(false), new EpsilonGreedyAgent(new UserViewCountAgent(true), 0.1));
    }

    static UniformRandomProvider random(long seed) {
        return RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
    }
}
