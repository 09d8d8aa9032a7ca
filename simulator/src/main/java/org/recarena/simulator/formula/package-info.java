/** Formulas that a user writes. The simulator knows what a formula is; a language for them is found as a service. */
@NullMarked
package org.recarena.simulator.formula;

import org.jspecify.annotations.NullMarked;
