/**
 * The biases that come with the project, a class each: its parameters, its identity, its source, and the kernel that
 * does it. Start with {@link org.recarena.simulator.bias.PopularityBias} for an example of one.
 */
@NullMarked
package org.recarena.simulator.bias;

import org.jspecify.annotations.NullMarked;
