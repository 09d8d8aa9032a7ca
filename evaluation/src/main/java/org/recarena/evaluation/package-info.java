/** Off-policy estimators, confidence intervals and measures over logged trajectories. */
@NullMarked
package org.recarena.evaluation;

import org.jspecify.annotations.NullMarked;
