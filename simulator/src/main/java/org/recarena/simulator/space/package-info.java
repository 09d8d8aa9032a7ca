/**
 * What is recommended and what is observed: tensor specifications, action spaces, and the columns that data travels in.
 */
@NullMarked
package org.recarena.simulator.space;

import org.jspecify.annotations.NullMarked;
