/** The log as steps, rows and episodes: what offline evaluation reads. */
@NullMarked
package org.recarena.trajectories.steps;

import org.jspecify.annotations.NullMarked;
