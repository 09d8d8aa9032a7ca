package org.recarena.simulator.recsim;

/** What streams are drawn for: codes that enter their derivation and are never to be changed. */
final class Purposes {

    /** The documents of an episode. */
    static final long DOCUMENTS = 32;
    /** The documents of a world whose candidates stay the same. */
    static final long CORPUS = 33;
    /** A user's arrival; {@link #ofUser} adds which user. */
    static final long ARRIVAL = 34;
    /** A user's steps; {@link #ofUser} adds which user. */
    static final long STEPS = 35;

    private Purposes() {}

    static long ofUser(long purpose, int user) {
        return purpose + ((long) user << 8);
    }
}
