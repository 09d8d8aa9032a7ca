/** How the server's threads are made. */
@NullMarked
package org.recarena.server.threads;

import org.jspecify.annotations.NullMarked;
