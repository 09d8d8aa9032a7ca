/** Between the simulator's types and the contract's, in both directions, without copying large arrays. */
@NullMarked
package org.recarena.server.wire;

import org.jspecify.annotations.NullMarked;
