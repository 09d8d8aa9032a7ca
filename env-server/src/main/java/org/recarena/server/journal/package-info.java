/** Simulations in the trajectory log, and their return from it after a restart. */
@NullMarked
package org.recarena.server.journal;

import org.jspecify.annotations.NullMarked;
