/** The server's settings: one list of definitions, from which file, environment, flags and documentation follow. */
@NullMarked
package org.recarena.server.settings;

import org.jspecify.annotations.NullMarked;
