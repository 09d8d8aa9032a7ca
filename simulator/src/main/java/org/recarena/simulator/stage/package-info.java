/**
 * The stages of a user's step, and what a bias has to say at each: the interface for biases of one's own.
 *
 * <p>A {@link org.recarena.simulator.stage.Bias} describes itself and its parameters; where they are not its identity
 * it makes a {@link org.recarena.simulator.stage.Kernel}, which implements an interface for each stage that it takes
 * part in. Kernels change parameters of a stage; the engine samples each stage once, from a stream of its own. Biases
 * are found by {@link java.util.ServiceLoader}.
 */
@NullMarked
package org.recarena.simulator.stage;

import org.jspecify.annotations.NullMarked;
