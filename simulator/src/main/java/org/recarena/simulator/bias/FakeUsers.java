package org.recarena.simulator.bias;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.config.Range;
import org.recarena.simulator.random.RandomStream;
import org.recarena.simulator.stage.Impression;
import org.recarena.simulator.stage.Items;
import org.recarena.simulator.stage.Kernel;
import org.recarena.simulator.stage.Knob;
import org.recarena.simulator.stage.Setup;
import org.recarena.simulator.stage.Stage;

/** B20: some users are not what they seem. */
public final class FakeUsers extends PublishedBias {

    /** The bias; it has no state. */
    public FakeUsers() {
        super(
                "fake_users",
                "Fake and strategic users",
                Set.of(Stage.ATTRACTION, Stage.FEEDBACK, Stage.NOISE, Stage.STATE),
                "A share farms of users click on every target they look at, rate it highest, and click on "
                        + "nothing else; the targets are the items below the number targets. With another profile they "
                        + "also click on selected items and on fillers, of which each account draws its own, and say "
                        + "what they think of everything that they click on. Pushing the targets up, they rate fillers "
                        + "by N(filler_mean, filler_deviation^2) (random), by N(m, filler_deviation^2) with m the "
                        + "item's mean (average), as in random beside the most popular items, which they rate highest "
                        + "(bandwagon), or lowest beside the most popular items of item 0's topic, which they rate "
                        + "highest (segment). Pulling the targets down, they rate targets lowest and fillers highest "
                        + "(love_hate), or targets and the items with the lowest means lowest and fillers as in random "
                        + "(reverse_bandwagon). A share bots click on "
                        + "every slot that is rendered with probability bot_rate, whatever it shows. A share "
                        + "strategic of users hold back from what would teach the system wrongly: clickbait c "
                        + "appeals to them by restraint * c less.",
                "Burke et al., Classification features for attack detection in collaborative recommender systems "
                        + "(2006); Mobasher et al., Toward trustworthy recommender systems: an analysis of attack "
                        + "models and algorithm robustness (2007), for the profiles; Lam and Riedl, Shilling "
                        + "recommender systems for fun and profit (2004), for the ratings of fillers; Cen, Ilyas and "
                        + "Madry, User strategization and trustworthy algorithms (2023)",
                List.of(
                        Parameter.number("farms", 0, Range.closed(0, 1), "The share of click farms."),
                        Parameter.integer(
                                "targets", 1, Range.atLeast(0), "How many items the farms work for, from item 0 on."),
                        Parameter.choice("profile", AttackProfile.words(), "What else they do so as to be believed."),
                        Parameter.integer(
                                "selected",
                                5,
                                Range.closed(0, 1000),
                                "How many items are selected (bandwagon, segment, reverse_bandwagon)."),
                        Parameter.number(
                                "fillers",
                                0.05,
                                Range.closed(0, 1),
                                "The share of all other items that an account draws as fillers (not targets)."),
                        Parameter.number(
                                        "filler_mean",
                                        3.6,
                                        Range.closed(0, 6),
                                        "How fillers are rated on average (random, bandwagon, reverse_bandwagon).")
                                .withUnit("stars"),
                        Parameter.number(
                                        "filler_deviation",
                                        1.1,
                                        Range.atLeast(0),
                                        "The standard deviation of the ratings of fillers, before rounding.")
                                .withUnit("stars"),
                        Parameter.number(
                                "bots", 0, Range.closed(0, 1), "The share of bots, of the users that are no farms."),
                        Parameter.number(
                                "bot_rate",
                                0.5,
                                Range.closed(0, 1),
                                "The probability with which a bot clicks on a slot."),
                        Parameter.number(
                                "strategic",
                                0,
                                Range.closed(0, 1),
                                "The share of strategic users, of those that are left."),
                        Parameter.number("restraint", 2, Range.atLeast(0), "How much less clickbait appeals to them.")
                                .withUnit("logits")));
    }

    @Override
    public Map<String, Map<String, Object>> presets() {
        return Map.of(
                "ads", Map.of("farms", 0.02),
                "hostile", Map.of("farms", 0.1, "bots", 0.05),
                "average-attack", Map.of("farms", 0.05, "profile", "average"),
                "bandwagon-attack", Map.of("farms", 0.05, "profile", "bandwagon"),
                "love-hate-attack", Map.of("farms", 0.05, "profile", "love_hate"));
    }

    @Override
    public Optional<Kernel> kernel(Setup setup) {
        if (setup.allAre(0, "farms", "bots", "strategic")) {
            return Optional.empty();
        }
        AttackProfile profile = new AttackProfile(setup);
        return Optional.of(profile.kind().disguises() ? new Disguised(setup, profile) : new Fakes(setup, profile, 1));
    }

    /** Overrides appeal; the state is what the user is. */
    private static class Fakes implements Kernel.Arrives, Kernel.Attracts, Kernel.Rates, Kernel.Disturbs {

        static final int FARM = 1;
        private static final int BOT = 2;
        private static final int STRATEGIC = 3;
        /** In logits; what others add does not matter beside it. */
        private static final double CERTAINLY = 600;

        final AttackProfile profile;
        final int kind;
        private final Knob farms;
        private final Knob bots;
        private final Knob botRate;
        private final Knob strategic;
        private final Knob restraint;
        private final Items items;

        Fakes(Setup setup, AttackProfile profile, int stateSize) {
            this.profile = profile;
            kind = setup.reserve(stateSize);
            farms = setup.number("farms");
            bots = setup.number("bots");
            botRate = setup.number("bot_rate");
            strategic = setup.number("strategic");
            restraint = setup.number("restraint");
            items = setup.items();
        }

        @Override
        public void arrive(Impression who, RandomStream stream) {
            boolean farm = stream.nextDouble() < who.value(farms);
            boolean bot = stream.nextDouble() < who.value(bots);
            boolean strategist = stream.nextDouble() < who.value(strategic);
            who.state(kind, farm ? FARM : bot ? BOT : strategist ? STRATEGIC : 0);
        }

        /** What an account's fillers follow from. */
        double word(Impression shown) {
            return 0;
        }

        final int part(Impression shown, int slot) {
            return profile.part(shown, shown.items[slot], word(shown));
        }

        @Override
        public final void attract(Impression shown) {
            int is = (int) shown.state(kind);
            for (int slot = 0; slot < shown.slots && is != 0; slot++) {
                shown.appeal[slot] += switch (is) {
                    case FARM -> part(shown, slot) == AttackProfile.NOTHING ? -CERTAINLY : CERTAINLY;
                    case BOT -> -CERTAINLY;
                    default -> -shown.value(restraint) * items.clickbait(shown.items[slot]);
                };
            }
        }

        @Override
        public final void disturb(Impression shown) {
            if (shown.state(kind) == BOT) {
                for (int slot = 0; slot < shown.slots; slot++) {
                    shown.spurious[slot] = 1 - (1 - shown.spurious[slot]) * (1 - shown.value(botRate));
                }
            }
        }

        @Override
        public final Phase phase() {
            return Phase.NOISE;
        }

        @Override
        public final void rate(Impression shown) {
            if (shown.state(kind) == FARM) {
                profile.rate(shown, word(shown));
            }
        }

        @Override
        public List<String> truthNames() {
            return List.of("fake_kind");
        }

        @Override
        public void truth(Impression shown, int slot, double[] out) {
            out[0] = shown.state(kind);
        }
    }

    /** The same with fillers, which follow from a second number of the state, and with much to say. */
    private static final class Disguised extends Fakes implements Kernel.Reports {

        /** More than any share of users who rate is small. */
        private static final double CERTAINLY_SAID = 1e18;

        Disguised(Setup setup, AttackProfile profile) {
            super(setup, profile, 2);
        }

        @Override
        public void arrive(Impression who, RandomStream stream) {
            super.arrive(who, stream);
            who.state(kind + 1, stream.nextDouble());
        }

        @Override
        double word(Impression shown) {
            return shown.state(kind + 1);
        }

        @Override
        public double reported(Impression shown, int slot, double rating) {
            return shown.state(kind) == FARM ? CERTAINLY_SAID : 1;
        }

        @Override
        public List<String> truthNames() {
            return List.of("fake_kind", "fake_part");
        }

        @Override
        public void truth(Impression shown, int slot, double[] out) {
            super.truth(shown, slot, out);
            out[1] = shown.state(kind) == FARM ? part(shown, slot) : AttackProfile.NOTHING;
        }
    }
}
