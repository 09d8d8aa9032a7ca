/** Tests of the exporters. */
@NullMarked
package org.recarena.trajectories.export;

import org.jspecify.annotations.NullMarked;
