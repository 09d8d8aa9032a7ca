/** The server as its clients see it: real servers, real connections. */
@NullMarked
package org.recarena.server;

import org.jspecify.annotations.NullMarked;
