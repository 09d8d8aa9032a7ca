/** The demonstration: agents side by side on the same simulated users, and the report about them. */
@NullMarked
package org.recarena.demo;

import org.jspecify.annotations.NullMarked;
