/** The server: gRPC services, sessions, limits, metrics and the command line. */
@NullMarked
package org.recarena.server;

import org.jspecify.annotations.NullMarked;
