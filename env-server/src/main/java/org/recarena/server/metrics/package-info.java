/** What the server counts and times. */
@NullMarked
package org.recarena.server.metrics;

import org.jspecify.annotations.NullMarked;
