/** Tests of the reference agents. */
@NullMarked
package org.recarena.client.agents;

import org.jspecify.annotations.NullMarked;
