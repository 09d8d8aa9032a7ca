/**
 * Reference agents that recommend slates, and what plays them side by side. An agent says how it chooses a slate, as a
 * {@link org.recarena.client.agents.slate.SlatePolicy}; {@link org.recarena.client.agents.slate.SlateTrial} draws from
 * that and reports the propensities.
 */
@NullMarked
package org.recarena.client.agents.slate;

import org.jspecify.annotations.NullMarked;
