package org.recarena.simulator.space;

import java.util.OptionalInt;
import org.recarena.simulator.input.InvalidInputException;

/**
 * What an agent recommends in one lane: one item, or a slate of items. Immutable.
 *
 * @param itemCount items are numbered from 0 to {@code itemCount - 1}; positive
 * @param slateSize 0 for one item, otherwise the number of slots
 * @param repeatsAllowed whether an item may stand in a slate more than once
 * @param emptySlot what stands in a slot that is left empty, and in those behind it, where slates may be short; outside
 *     the numbers of the items. With several users in a lane, each has a slate of slots that follow on each other
 * @param minSlateSize the fewest items of a slate that may be short; 0 where slates are full
 * @param negativeAllowed whether item i may also be named by i - itemCount: -1 is the last one
 */
public record ActionSpace(
        int itemCount,
        int slateSize,
        boolean repeatsAllowed,
        OptionalInt emptySlot,
        int minSlateSize,
        boolean negativeAllowed) {

    /**
     * Refuses an empty catalogue, a negative slate, and an empty slot that names an item.
     *
     * @param itemCount the number of items
     * @param slateSize the number of slots, or 0
     * @param repeatsAllowed whether an item may stand in a slate more than once
     * @param emptySlot what stands for an empty slot, where slates may be short
     * @param minSlateSize the fewest items of a short slate
     * @param negativeAllowed whether items may be counted from the end
     */
    public ActionSpace {
        if (itemCount < 1 || slateSize < 0) {
            throw new IllegalArgumentException("itemCount " + itemCount + ", slateSize " + slateSize);
        }
        if (minSlateSize < 0 || minSlateSize > (emptySlot.isPresent() ? slateSize : 0)) {
            throw new IllegalArgumentException("minSlateSize " + minSlateSize + ", slateSize " + slateSize);
        }
        int lowest = negativeAllowed ? -itemCount : 0;
        if (emptySlot.isPresent() && emptySlot.getAsInt() >= lowest && emptySlot.getAsInt() < itemCount) {
            throw new IllegalArgumentException("emptySlot " + emptySlot.getAsInt() + " is an item");
        }
    }

    /**
     * A space of items or of full slates, with items numbered from 0.
     *
     * @param itemCount the number of items
     * @param slateSize the number of slots, or 0
     * @param repeatsAllowed whether an item may stand in a slate more than once
     */
    public ActionSpace(int itemCount, int slateSize, boolean repeatsAllowed) {
        this(itemCount, slateSize, repeatsAllowed, OptionalInt.empty(), 0, false);
    }

    /**
     * The space of single items.
     *
     * @param itemCount the number of items
     * @return the space
     */
    public static ActionSpace item(int itemCount) {
        return new ActionSpace(itemCount, 0, true);
    }

    /**
     * The number of item numbers that one lane's action takes.
     *
     * @return 1 for a single item, else the slate's size
     */
    public int width() {
        return Math.max(1, slateSize);
    }

    /**
     * Checks the actions of all lanes, as items or full slates with items numbered from 0. Worlds that take others have
     * rules of their own.
     *
     * @param actions {@code lanes x width()} item numbers, row-major
     * @param lanes the number of lanes
     * @throws InvalidInputException naming the lane, the slot and the value of the first fault
     */
    public void check(int[] actions, int lanes) {
        int width = width();
        if (actions.length != lanes * width) {
            throw new InvalidInputException(
                    "actions",
                    "has " + actions.length + " values; " + lanes + " lanes take "
                            + (slateSize == 0 ? "one item each" : "slates of " + slateSize + " items"));
        }
        for (int i = 0; i < actions.length; i++) {
            if (actions[i] < 0 || actions[i] >= itemCount) {
                throw new InvalidInputException(
                        fieldName(i), "is " + actions[i] + "; items are numbered from 0 to " + (itemCount - 1));
            }
        }
        if (!repeatsAllowed) {
            checkDistinct(actions, lanes);
        }
    }

    private void checkDistinct(int[] actions, int lanes) {
        int width = width();
        for (int lane = 0; lane < lanes; lane++) {
            for (int slot = 1; slot < width; slot++) {
                int index = lane * width + slot;
                for (int earlier = lane * width; earlier < index; earlier++) {
                    if (actions[earlier] == actions[index]) {
                        throw new InvalidInputException(
                                fieldName(index),
                                "repeats item " + actions[index] + "; the items of a slate must be distinct");
                    }
                }
            }
        }
    }

    private String fieldName(int index) {
        return slateSize == 0
                ? "actions[" + index + "]"
                : "actions[" + index / slateSize + ", " + index % slateSize + "]";
    }
}
