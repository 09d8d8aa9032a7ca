/** Tests of the demonstration. */
@NullMarked
package org.recarena.demo;

import org.jspecify.annotations.NullMarked;
