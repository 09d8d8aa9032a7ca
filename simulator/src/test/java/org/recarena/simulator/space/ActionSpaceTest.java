package org.recarena.simulator.space;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.recarena.simulator.input.InvalidInputException;

/** What actions are taken, and how the others are refused. */
class ActionSpaceTest {

    @Test
    void itemsWithinTheCatalogueAreTaken() {
        assertThatCode(() -> ActionSpace.item(3).check(new int[] {0, 2}, 2)).doesNotThrowAnyException();
    }

    @Test
    void aSlateIsNamedByLaneAndSlot() {
        ActionSpace slates = new ActionSpace(10, 3, true);
        assertThatCode(() -> slates.check(new int[] {1, 1, 1, 9, 0, 9}, 2)).doesNotThrowAnyException();
        assertThatThrownBy(() -> slates.check(new int[] {1, 1, 1, 9, 10, 9}, 2))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("actions[1, 1] is 10; items are numbered from 0 to 9");
        assertThatThrownBy(() -> slates.check(new int[] {1, 1}, 2)).hasMessageContaining("slates of 3 items");
    }

    @Test
    void anEmptySlotIsNoItem() {
        assertThatCode(() -> new ActionSpace(10, 3, true, OptionalInt.of(-1), 3, false))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> new ActionSpace(10, 3, true, OptionalInt.of(-10), 0, true))
                .hasMessageContaining("emptySlot -10");
        assertThatThrownBy(() -> new ActionSpace(10, 3, true, OptionalInt.of(9), 0, false))
                .hasMessageContaining("emptySlot 9");
    }

    @Test
    void theShortestSlateHasItsPlace() {
        assertThatThrownBy(() -> new ActionSpace(10, 3, true, OptionalInt.of(-1), 4, false))
                .hasMessageContaining("minSlateSize 4");
        assertThatThrownBy(() -> new ActionSpace(10, 3, true, OptionalInt.empty(), 1, false))
                .hasMessageContaining("minSlateSize 1");
    }

    @Test
    void repeatsAreRefusedWhereTheyAreNotAllowed() {
        ActionSpace distinct = new ActionSpace(10, 3, false);
        assertThatCode(() -> distinct.check(new int[] {1, 2, 3, 1, 2, 3}, 2)).doesNotThrowAnyException();
        assertThatThrownBy(() -> distinct.check(new int[] {1, 2, 3, 4, 5, 4}, 2))
                .hasMessage("actions[1, 2] repeats item 4; the items of a slate must be distinct");
    }
}
