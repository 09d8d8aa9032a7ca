package org.recarena.simulator.bias;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import org.recarena.simulator.random.StreamKeys;
import org.recarena.simulator.stage.Impression;
import org.recarena.simulator.stage.Items;
import org.recarena.simulator.stage.Knob;
import org.recarena.simulator.stage.Setup;

/**
 * Which items a fake account works on, and how it rates them: its targets; selected items, the same for all accounts;
 * and fillers, which each account draws for itself so as to look like a person. An account's fillers follow from a word
 * of its own by hashing, so that none are stored.
 */
final class AttackProfile {

    /** What an item is to an account; the codes stand in ground truth. */
    static final int NOTHING = 0;

    static final int TARGET = 1;
    static final int SELECTED = 2;
    static final int FILLER = 3;

    /** In stars; beside it nothing else matters. */
    private static final double HIGHEST = 600;

    private static final double LOWEST = -HIGHEST;

    /** The kinds of attacks, in the words of Mobasher et al. (2007). */
    enum Kind {
        /** Targets alone. */
        TARGETS,
        RANDOM,
        AVERAGE,
        BANDWAGON,
        SEGMENT,
        LOVE_HATE,
        REVERSE_BANDWAGON;

        /** Whether the targets are to be rated down rather than up. */
        boolean nukes() {
            return this == LOVE_HATE || this == REVERSE_BANDWAGON;
        }

        /** Whether it is more than targets. */
        boolean disguises() {
            return this != TARGETS;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Kind kind;
    private final int targets;
    private final BitSet selected;
    private final Knob fillers;
    private final Knob fillerMean;
    private final Knob fillerDeviation;
    private final Items items;

    AttackProfile(Setup setup) {
        kind = Kind.valueOf(setup.choice("profile").toUpperCase(Locale.ROOT));
        targets = setup.integer("targets");
        fillers = setup.number("fillers");
        fillerMean = setup.number("filler_mean");
        fillerDeviation = setup.number("filler_deviation");
        items = setup.items();
        selected = selected(setup.integer("selected"));
    }

    /** What a config calls the kinds. */
    static List<String> words() {
        return List.of(Kind.values()).stream().map(Kind::word).toList();
    }

    Kind kind() {
        return kind;
    }

    private BitSet selected(int count) {
        return switch (kind) {
            case BANDWAGON -> best(count, items::popularity, item -> true);
            case SEGMENT -> best(count, items::popularity, item -> items.topic(item) == items.topic(0));
            case REVERSE_BANDWAGON -> best(count, item -> -items.meanRating(item), item -> true);
            default -> new BitSet();
        };
    }

    /** Those items that are no targets and score highest; of equals those with the lower number. */
    private BitSet best(int count, IntToDoubleFunction score, IntPredicate eligible) {
        int[] best = new int[count];
        int found = 0;
        for (int item = targets; item < items.count(); item++) {
            if (eligible.test(item)) {
                int place = found;
                while (place > 0 && score.applyAsDouble(item) > score.applyAsDouble(best[place - 1])) {
                    place--;
                }
                if (place < count) {
                    int kept = Math.min(found, count - 1);
                    System.arraycopy(best, place, best, place + 1, kept - place);
                    best[place] = item;
                    found = kept + 1;
                }
            }
        }
        BitSet set = new BitSet();
        for (int i = 0; i < found; i++) {
            set.set(best[i]);
        }
        return set;
    }

    /** What an item is to the account with a word. */
    int part(Impression shown, int item, double word) {
        if (item < targets) {
            return TARGET;
        }
        if (!kind.disguises()) {
            return NOTHING;
        }
        if (selected.get(item)) {
            return SELECTED;
        }
        long hash = StreamKeys.hash(Double.doubleToLongBits(word), item);
        return Regimes.unit(hash) < shown.value(fillers) ? FILLER : NOTHING;
    }

    /** Sets the ratings of the account with a word: what it says of each slot, if anything. */
    void rate(Impression shown, double word) {
        for (int slot = 0; slot < shown.slots; slot++) {
            int item = shown.items[slot];
            shown.rating[slot] = switch (part(shown, item, word)) {
                case FILLER -> filler(shown, item);
                case SELECTED -> kind == Kind.REVERSE_BANDWAGON ? LOWEST : HIGHEST;
                default -> kind.nukes() ? LOWEST : HIGHEST;
            };
        }
        if (kind.disguises()) {
            double deviation = shown.value(fillerDeviation);
            shown.ratingVariance = deviation * deviation;
        }
    }

    private double filler(Impression shown, int item) {
        return switch (kind) {
            case SEGMENT -> LOWEST;
            case LOVE_HATE -> HIGHEST;
            case AVERAGE -> items.meanRating(item);
            default -> shown.value(fillerMean);
        };
    }
}
