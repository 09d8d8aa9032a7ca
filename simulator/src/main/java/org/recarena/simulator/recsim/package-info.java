/**
 * The environments of RecSim: slates of documents, users whose interests or satisfaction they move (Ie, Hsu, Mladenov,
 * Jain, Narvekar, Wang, Wu and Boutilier, "RecSim: A Configurable Simulation Platform for Recommender Systems", 2019).
 *
 * <p>An environment is a {@link org.recarena.simulator.recsim.Problem}: how documents and users are distributed, how a
 * user responds, what is seen of either. Lanes, candidate sets, random sources and slates are common to all.
 */
@NullMarked
package org.recarena.simulator.recsim;

import org.jspecify.annotations.NullMarked;
