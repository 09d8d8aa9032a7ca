package org.recarena.simulator.session;

/** What streams are drawn for: codes that enter their derivation and are never to be changed. */
final class Purposes {

    /** The items of a world. */
    static final long ITEMS = 64;
    /** The cohorts of a world. */
    static final long COHORTS = 65;
    /** The numbers of a config that are drawn. */
    static final long KNOBS = 66;
    /** Everything within an episode; {@link EpisodeStreams} divides it. */
    static final long EPISODE = 67;

    private Purposes() {}
}
