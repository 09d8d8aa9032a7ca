package org.recarena.client.agents.slate;

/**
 * One step, as an agent learns from it. Its arrays are not copied and must not be changed.
 *
 * @param context as it was when the slate was chosen
 * @param slate the positions of what was shown
 * @param clicks whether each slot was clicked
 * @param reward of the step
 * @param next what is known now; of an episode that ended, its last observation
 * @param end whether and how the episode ended
 */
@SuppressWarnings("ArrayRecordComponent") // A carrier for one hand-over; nobody compares it.
public record SlateExperience(
        SlateContext context, int[] slate, boolean[] clicks, double reward, SlateContext next, End end) {

    /** Whether and how an episode ended with a step. */
    public enum End {
        /** It goes on. */
        NONE,
        /** The user left. */
        TERMINATED,
        /** A limit cut it off. */
        TRUNCATED
    }

    /**
     * The first slot that was clicked.
     *
     * @return -1 where none was
     */
    public int clickedSlot() {
        for (int slot = 0; slot < clicks.length; slot++) {
            if (clicks[slot]) {
                return slot;
            }
        }
        return -1;
    }
}
