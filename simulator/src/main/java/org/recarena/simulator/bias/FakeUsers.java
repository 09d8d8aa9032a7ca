package org.recarena.simulator.bias;

import java.util.Arrays;
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
                        + "nothing else; the targets are the items below the number targets. A share bots click on "
                        + "every slot that is rendered with probability bot_rate, whatever it shows. A share "
                        + "strategic of users hold back from what would teach the system wrongly: clickbait c "
                        + "appeals to them by restraint * c less.",
                "Burke et al., Classification features for attack detection in collaborative recommender "
                        + "systems (2006); Cen, Ilyas and Madry, User strategization and trustworthy algorithms "
                        + "(2023)",
                List.of(
                        Parameter.number("farms", 0, Range.closed(0, 1), "The share of click farms."),
                        Parameter.integer(
                                "targets", 1, Range.atLeast(0), "How many items the farms work for, from item 0 on."),
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
        return Map.of("ads", Map.of("farms", 0.02), "hostile", Map.of("farms", 0.1, "bots", 0.05));
    }

    @Override
    public Optional<Kernel> kernel(Setup setup) {
        return setup.allAre(0, "farms", "bots", "strategic")
                ? Optional.empty()
                : Optional.of(new Fakes(
                        setup.number("farms"),
                        setup.integer("targets"),
                        setup.number("bots"),
                        setup.number("bot_rate"),
                        setup.number("strategic"),
                        setup.number("restraint"),
                        setup.items(),
                        setup.reserve(1)));
    }

    /** Overrides appeal; the state is what the user is. */
    private record Fakes(
            Knob farms, int targets, Knob bots, Knob botRate, Knob strategic, Knob restraint, Items items, int kind)
            implements Kernel.Arrives, Kernel.Attracts, Kernel.Rates, Kernel.Disturbs {

        private static final int FARM = 1;
        private static final int BOT = 2;
        private static final int STRATEGIC = 3;
        /** In logits; what others add does not matter beside it. */
        private static final double CERTAINLY = 600;

        @Override
        public void arrive(Impression who, RandomStream stream) {
            boolean farm = stream.nextDouble() < who.value(farms);
            boolean bot = stream.nextDouble() < who.value(bots);
            boolean strategist = stream.nextDouble() < who.value(strategic);
            who.state(kind, farm ? FARM : bot ? BOT : strategist ? STRATEGIC : 0);
        }

        @Override
        public void attract(Impression shown) {
            int is = (int) shown.state(kind);
            for (int slot = 0; slot < shown.slots && is != 0; slot++) {
                int item = shown.items[slot];
                shown.appeal[slot] += switch (is) {
                    case FARM -> item < targets ? CERTAINLY : -CERTAINLY;
                    case BOT -> -CERTAINLY;
                    default -> -shown.value(restraint) * items.clickbait(item);
                };
            }
        }

        @Override
        public void disturb(Impression shown) {
            if (shown.state(kind) == BOT) {
                for (int slot = 0; slot < shown.slots; slot++) {
                    shown.spurious[slot] = 1 - (1 - shown.spurious[slot]) * (1 - shown.value(botRate));
                }
            }
        }

        @Override
        public Phase phase() {
            return Phase.NOISE;
        }

        @Override
        public void rate(Impression shown) {
            if (shown.state(kind) == FARM) {
                Arrays.fill(shown.rating, CERTAINLY);
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
}
