/** How input from outside is refused. */
@NullMarked
package org.recarena.simulator.input;

import org.jspecify.annotations.NullMarked;
