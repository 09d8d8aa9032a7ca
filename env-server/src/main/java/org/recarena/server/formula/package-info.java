/** Formulas that users write in their configs. */
@NullMarked
package org.recarena.server.formula;

import org.jspecify.annotations.NullMarked;
