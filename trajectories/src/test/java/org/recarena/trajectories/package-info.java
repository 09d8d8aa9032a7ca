/** Tests of the log. */
@NullMarked
package org.recarena.trajectories;

import org.jspecify.annotations.NullMarked;
