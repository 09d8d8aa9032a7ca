/** The command line. */
@NullMarked
package org.recarena.server.cli;

import org.jspecify.annotations.NullMarked;
