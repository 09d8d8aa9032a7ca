/** Simulations that are open on this server: their threads, limits, idle times and replies. */
@NullMarked
package org.recarena.server.hosting;

import org.jspecify.annotations.NullMarked;
