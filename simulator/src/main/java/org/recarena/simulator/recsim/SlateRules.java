package org.recarena.simulator.recsim;

import java.util.OptionalInt;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.simulator.space.ActionSpace;

/**
 * Which slates are accepted. With the project's streams a slate is full and names candidates by their positions. With
 * the reference's generators it may, as there, be shorter, and count positions from the end, below 0.
 */
final class SlateRules {

    /** In an action, that this slot and those after it are not filled. */
    static final int EMPTY_SLOT = Integer.MIN_VALUE;

    private final Settings settings;
    private final boolean firstSlotNeeded;

    SlateRules(Settings settings, boolean firstSlotNeeded) {
        this.settings = settings;
        this.firstSlotNeeded = firstSlotNeeded;
    }

    /**
     * What of this an agent is told. Where two users may be shown the same document, the repeats that a slate must not
     * have are not said of the action, which holds the slates of both.
     */
    ActionSpace space() {
        boolean repeats = !settings.distinct() || settings.users() > 1;
        int width = settings.slateSize() * settings.users();
        return settings.numpy()
                ? new ActionSpace(
                        settings.candidates(),
                        width,
                        repeats,
                        OptionalInt.of(EMPTY_SLOT),
                        firstSlotNeeded ? 1 : 0,
                        true)
                : new ActionSpace(settings.candidates(), width, repeats);
    }

    /** Refuses the first slate that is at fault. */
    void check(int[] actions, int lanes) {
        int slots = settings.slateSize();
        int slates = lanes * settings.users();
        if (actions.length != slates * slots) {
            throw new InvalidInputException(
                    "actions",
                    "has " + actions.length + " values; " + slates + " users take slates of " + slots
                            + " positions each");
        }
        for (int from = 0; from < actions.length; from += slots) {
            checkPositions(actions, from);
            if (settings.distinct()) {
                checkDistinct(actions, from);
            }
        }
    }

    private void checkPositions(int[] actions, int from) {
        int candidates = settings.candidates();
        int lowest = settings.numpy() ? -candidates : 0;
        for (int i = from; i < from + settings.slateSize(); i++) {
            int position = actions[i];
            if (position >= lowest && position < candidates) {
                continue;
            }
            if (position != EMPTY_SLOT || !settings.numpy() || (firstSlotNeeded && i == from)) {
                throw new InvalidInputException(
                        fieldName(i),
                        "is " + position + "; positions of candidates are numbered from " + lowest + " to "
                                + (candidates - 1) + aboutEmptySlots(i == from));
            }
            checkRestEmpty(actions, i, from + settings.slateSize());
            return;
        }
    }

    private String aboutEmptySlots(boolean first) {
        if (!settings.numpy()) {
            return "";
        }
        return first && firstSlotNeeded
                ? ", and the first slot must be filled"
                : ", and " + EMPTY_SLOT + " stands for an empty slot";
    }

    private void checkRestEmpty(int[] actions, int from, int to) {
        for (int i = from; i < to; i++) {
            if (actions[i] != EMPTY_SLOT) {
                throw new InvalidInputException(
                        fieldName(i), "is " + actions[i] + " behind an empty slot; empty slots must be the last ones");
            }
        }
    }

    private void checkDistinct(int[] actions, int from) {
        for (int i = from + 1; i < from + settings.slateSize() && actions[i] != EMPTY_SLOT; i++) {
            for (int earlier = from; earlier < i; earlier++) {
                if (position(actions[earlier]) == position(actions[i])) {
                    throw new InvalidInputException(
                            fieldName(i),
                            "repeats candidate " + position(actions[i])
                                    + "; with distinct_slates the documents of a slate must differ");
                }
            }
        }
    }

    /** The position of a candidate, counted from the front. */
    int position(int action) {
        return action < 0 ? action + settings.candidates() : action;
    }

    private String fieldName(int index) {
        int slots = settings.slateSize();
        int width = slots * settings.users();
        String user = settings.users() == 1 ? "" : ", " + index % width / slots;
        return "actions[" + index / width + user + ", " + index % slots + "]";
    }
}
