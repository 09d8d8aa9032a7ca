/**
 * RecoGym: users who browse a shop and click on recommended products (Rohde, Bonner, Dunlop, Vasile and Karatzoglou,
 * "RecoGym: A Reinforcement Learning Environment for the Problem of Product Recommendation in Online Advertising",
 * 2018). {@link org.recarena.simulator.recogym.RecoGymV0} and {@link org.recarena.simulator.recogym.RecoGymV1} are the
 * entry points; the rest is theirs.
 */
@NullMarked
package org.recarena.simulator.recogym;

import org.jspecify.annotations.NullMarked;
