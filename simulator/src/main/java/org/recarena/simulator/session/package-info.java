/** {@code RecArena-Session-v1}: users whose behaviour is composed, by config alone, of named stages and biases. */
@NullMarked
package org.recarena.simulator.session;

import org.jspecify.annotations.NullMarked;
