/** The dm_env_rpc protocol, version 1: its worlds are simulations of one lane. docs/dm_env_rpc.md describes them. */
@NullMarked
package org.recarena.server.dmenv;

import org.jspecify.annotations.NullMarked;
