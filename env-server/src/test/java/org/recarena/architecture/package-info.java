/** Rules about the code itself, checked as tests. */
@NullMarked
package org.recarena.architecture;

import org.jspecify.annotations.NullMarked;
