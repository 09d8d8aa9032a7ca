/** RecArena in a container, for tests: {@link org.recarena.testcontainers.RecArenaContainer}. */
@NullMarked
package org.recarena.testcontainers;

import org.jspecify.annotations.NullMarked;
