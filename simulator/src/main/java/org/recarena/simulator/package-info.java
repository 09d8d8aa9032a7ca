/** Worlds, simulated users and the models that drive them; pure functions of configuration, seed and actions. */
@NullMarked
package org.recarena.simulator;

import org.jspecify.annotations.NullMarked;
