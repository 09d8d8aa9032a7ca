/** The images and compose files, driven from outside as users do. */
@NullMarked
package org.recarena.docker;

import org.jspecify.annotations.NullMarked;
