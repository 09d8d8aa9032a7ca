/** Typed, complete and discoverable configuration: schemas, and configs checked against them. */
@NullMarked
package org.recarena.simulator.config;

import org.jspecify.annotations.NullMarked;
