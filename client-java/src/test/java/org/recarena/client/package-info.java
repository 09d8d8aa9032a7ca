/** Tests of the client. */
@NullMarked
package org.recarena.client;

import org.jspecify.annotations.NullMarked;
