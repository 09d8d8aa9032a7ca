/** The pages of the documentation that follow from the environments, with plots of what their biases do. */
@NullMarked
package org.recarena.server.docs;

import org.jspecify.annotations.NullMarked;
