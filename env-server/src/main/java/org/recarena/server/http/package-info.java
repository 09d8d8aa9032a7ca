/** The HTTP side: metrics and health. */
@NullMarked
package org.recarena.server.http;

import org.jspecify.annotations.NullMarked;
