/** Tests of reading by step and episode. */
@NullMarked
package org.recarena.trajectories.steps;

import org.jspecify.annotations.NullMarked;
