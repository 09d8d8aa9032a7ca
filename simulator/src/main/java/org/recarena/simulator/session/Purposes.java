package org.recarena.simulator.session;

/**
 * What streams are drawn for: codes that enter their derivation and are never to be changed. 66 and 67 are the
 * engine's.
 */
final class Purposes {

    /** The items of a world. */
    static final long ITEMS = 64;
    /** The cohorts of a world. */
    static final long COHORTS = 65;

    /** How long items live. */
    static final long LIVES = 68;

    private Purposes() {}
}
