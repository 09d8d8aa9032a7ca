@NullMarked
package org.recarena.server.grpc;

import org.jspecify.annotations.NullMarked;
