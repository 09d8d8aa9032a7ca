/** The gRPC services, and how they refuse. */
@NullMarked
package org.recarena.server.grpc;

import org.jspecify.annotations.NullMarked;
