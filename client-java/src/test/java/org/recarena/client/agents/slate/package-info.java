/** Tests of the reference agents for slates. */
@NullMarked
package org.recarena.client.agents.slate;

import org.jspecify.annotations.NullMarked;
