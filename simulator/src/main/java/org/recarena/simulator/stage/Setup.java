package org.recarena.simulator.stage;

/** What a bias learns of the world while its kernel is made. Names are those of its own parameters, without prefix. */
public interface Setup {

    /**
     * A number for which a distribution may stand.
     *
     * @param name the parameter
     * @return where its value is read
     */
    Knob number(String name);

    /**
     * A whole number.
     *
     * @param name the parameter
     * @return its value
     */
    int integer(String name);

    /**
     * A flag.
     *
     * @param name the parameter
     * @return its value
     */
    boolean bool(String name);

    /**
     * A choice.
     *
     * @param name the parameter
     * @return its value
     */
    String choice(String name);

    /**
     * A list of numbers.
     *
     * @param name the parameter
     * @return a fresh array
     */
    double[] numbers(String name);

    /**
     * A matrix.
     *
     * @param name the parameter
     * @return fresh arrays, a row each, all of one length
     */
    double[][] matrix(String name);

    /**
     * Whether every one of some numbers is, always, the same given value.
     *
     * @param value usually that at which the bias does nothing
     * @param names parameters
     * @return false where one differs, or is drawn
     */
    default boolean allAre(double value, String... names) {
        for (String name : names) {
            if (!number(name).isAlways(value)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The items.
     *
     * @return the world's catalogue
     */
    Items items();

    /**
     * Whether the choice rule chooses at most one slot, by weights against choosing nothing, rather than deciding slot
     * by slot.
     *
     * @return true for the logit rules and the proportional rule
     */
    boolean choosesOne();

    /**
     * A word that the world's seed and the bias fix, for what is random about the world, to be hashed by
     * {@link org.recarena.simulator.random.StreamKeys#hash}.
     *
     * @return any word
     */
    long key();

    /**
     * The length of slates.
     *
     * @return at least 1
     */
    int slots();

    /**
     * Where the engine keeps the user's taste, a number for each feature of items.
     *
     * @return for {@link Impression#state}
     */
    int taste();

    /**
     * Where the engine keeps the user's cohort, from 0.
     *
     * @return for {@link Impression#state}
     */
    int cohort();

    /**
     * Reserves numbers of a user's state, which are 0 when the user arrives.
     *
     * @param size how many
     * @return where they begin, for {@link Impression#state}
     */
    int reserve(int size);

    /**
     * Reserves numbers that belong to a lane and outlive its users: what a platform has gathered from earlier ones.
     * They are 0 when the lane is seeded.
     *
     * @param size how many
     * @return where they begin, for {@link Impression#state}
     */
    int reserveForLane(int size);

    /**
     * Reserves numbers that belong to a lane for each item: those of item i begin at i times as many. They are kept as
     * those of {@link #reserveForLane} are.
     *
     * @param each how many for each item
     * @param because the parameter that asks for them, to be named where the catalogue is too large
     * @return where they begin, for {@link Impression#state}
     * @throws IllegalArgumentException for more items than a lane can keep numbers for
     */
    int reserveForItems(int each, String because);

    /**
     * Refuses a parameter's value.
     *
     * @param name the parameter
     * @param phrase the value and what is allowed, a phrase that follows the name
     * @return to be thrown
     */
    IllegalArgumentException refusal(String name, String phrase);
}
