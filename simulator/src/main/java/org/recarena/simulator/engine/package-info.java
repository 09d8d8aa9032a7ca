/**
 * What every environment composed of stages is made of: which biases there are, which of them a config turns on, where
 * they keep what they remember, and the random streams of each stage.
 *
 * <p>An environment makes a {@link org.recarena.simulator.engine.KernelMaker} and asks it for the
 * {@link org.recarena.simulator.engine.Kernels} of its {@link org.recarena.simulator.engine.BiasCatalog}; at each step
 * it lets them set an {@link org.recarena.simulator.stage.Impression}, and samples it.
 */
@NullMarked
package org.recarena.simulator.engine;

import org.jspecify.annotations.NullMarked;
