/**
 * Measurements: the simulator in process, and the server over loopback beside an empty stream of the same transport.
 */
@NullMarked
package org.recarena.benchmarks;

import org.jspecify.annotations.NullMarked;
