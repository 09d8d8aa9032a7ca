/** Parts of the hosting by themselves. */
@NullMarked
package org.recarena.server.hosting;

import org.jspecify.annotations.NullMarked;
