/** Parts of the metrics by themselves. */
@NullMarked
package org.recarena.server.metrics;

import org.jspecify.annotations.NullMarked;
