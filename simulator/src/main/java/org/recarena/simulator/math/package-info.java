/** Elementary functions whose results are the same, bit for bit, on every machine and every JVM. */
@NullMarked
package org.recarena.simulator.math;

import org.jspecify.annotations.NullMarked;
