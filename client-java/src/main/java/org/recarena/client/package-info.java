/** The Java client of a RecArena server. */
@NullMarked
package org.recarena.client;

import org.jspecify.annotations.NullMarked;
