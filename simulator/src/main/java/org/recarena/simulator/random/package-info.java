/**
 * Random numbers: the project's own streams, derived from (seed, lane, episode, purpose), and NumPy's legacy generator
 * for comparison with reference implementations.
 */
@NullMarked
package org.recarena.simulator.random;

import org.jspecify.annotations.NullMarked;
