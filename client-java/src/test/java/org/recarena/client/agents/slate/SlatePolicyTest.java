package org.recarena.client.agents.slate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

class SlatePolicyTest {

    private static final int CANDIDATES = 5;

    private final UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(23);

    /**
     * The frequencies of 200,000 slates of 2 of 5 against their propensities: chi-square with 19 degrees of freedom at
     * a level of 0.001 (critical value 43.82), one test, fixed seed.
     */
    @Test
    void drawsAsOftenAsItSays() {
        SlatePolicy policy = SlatePolicy.explore(new int[] {3, 1}, CANDIDATES, 0.4);
        int draws = 200_000;
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < draws; i++) {
            seen.merge(Arrays.toString(policy.draw(random)), 1, Integer::sum);
        }
        double chiSquare = 0;
        for (int[] slate : every()) {
            double expected = draws * policy.propensity(slate);
            double found = seen.getOrDefault(Arrays.toString(slate), 0);
            chiSquare += (found - expected) * (found - expected) / expected;
        }
        System.out.println("chi-square of slates, 19 degrees of freedom: " + chiSquare);
        assertThat(chiSquare).isLessThan(43.82);
    }

    @Test
    void sumsToOne() {
        for (double epsilon : new double[] {0, 0.3, 1}) {
            SlatePolicy policy = SlatePolicy.explore(new int[] {4, 0}, CANDIDATES, epsilon);
            assertThat(every().stream().mapToDouble(policy::propensity).sum()).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void neverShowsRepeatsOrSlatesOfAnotherLengthUnlessToldTo() {
        SlatePolicy policy = SlatePolicy.explore(new int[] {2, 2}, CANDIDATES, 0.3);
        assertThat(policy.propensity(2, 2)).isCloseTo(0.7, within(1e-12));
        assertThat(policy.propensity(1, 1)).isZero();
        assertThat(policy.propensity(0, CANDIDATES)).isZero();
        assertThat(policy.propensity(1)).isZero();
        assertThat(policy.propensity(0, 1, 2, 3, 4, 0)).isZero();
    }

    /** A slot's propensity is the sum of those of all slates that show the same there. */
    @Test
    void saysWhatEachSlotShows() {
        SlatePolicy policy = SlatePolicy.explore(new int[] {4, 0}, CANDIDATES, 0.3);
        for (int[] slate : every()) {
            double[] slots = policy.slotPropensities(slate);
            for (int slot = 0; slot < slate.length; slot++) {
                int at = slot;
                double sum = every().stream()
                        .filter(other -> other[at] == slate[at])
                        .mapToDouble(policy::propensity)
                        .sum();
                assertThat(slots[slot]).isCloseTo(sum, within(1e-12));
            }
        }
    }

    @Test
    void isCertainOrUnknown() {
        SlatePolicy certain = SlatePolicy.certain(2, 0, 1);
        assertThat(certain.draw(random)).containsExactly(2, 0, 1);
        assertThat(certain.propensity(2, 0, 1)).isEqualTo(1);
        assertThat(certain.propensity(0, 2, 1)).isZero();
        assertThat(certain.slotPropensities(2, 1, 0)).containsExactly(1, 0, 0);
        SlatePolicy drawn = SlatePolicy.drawn(2, 0, 1);
        assertThat(drawn.known()).isFalse();
        assertThat(drawn.draw(random)).containsExactly(2, 0, 1);
        assertThat(drawn.propensity(2, 0, 1)).isNaN();
    }

    @Test
    void showsEverythingWhereThereIsNoMore() {
        int[] slate = SlatePolicy.uniform(CANDIDATES, CANDIDATES).draw(random);
        assertThat(Arrays.stream(slate).sorted().toArray()).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> SlatePolicy.explore(new int[] {0}, 2, 1.5)).hasMessageContaining("0 to 1");
        assertThatThrownBy(() -> SlatePolicy.uniform(2, 3)).hasMessageContaining("slate of 3 of 2");
    }

    private static List<int[]> every() {
        List<int[]> slates = new ArrayList<>();
        for (int first = 0; first < CANDIDATES; first++) {
            for (int second = 0; second < CANDIDATES; second++) {
                if (first != second) {
                    slates.add(new int[] {first, second});
                }
            }
        }
        return slates;
    }
}
