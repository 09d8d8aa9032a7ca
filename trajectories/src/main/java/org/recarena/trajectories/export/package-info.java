/** Logged steps as files that other programs read. */
@NullMarked
package org.recarena.trajectories.export;

import org.jspecify.annotations.NullMarked;
