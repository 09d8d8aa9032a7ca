/**
 * How a user chooses from a slate: strategies that turn scores into the probabilities of each slot and of no choice.
 */
@NullMarked
package org.recarena.simulator.choice;

import org.jspecify.annotations.NullMarked;
