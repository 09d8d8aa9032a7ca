/** The durable trajectory log: writing, recovery, reading and export. */
@NullMarked
package org.recarena.trajectories;

import org.jspecify.annotations.NullMarked;
