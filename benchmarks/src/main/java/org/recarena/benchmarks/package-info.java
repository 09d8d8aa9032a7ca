/** Benchmarks of the simulator and of the whole path over loopback. */
@NullMarked
package org.recarena.benchmarks;

import org.jspecify.annotations.NullMarked;
