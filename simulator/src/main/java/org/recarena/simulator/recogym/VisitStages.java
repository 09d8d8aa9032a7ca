package org.recarena.simulator.recogym;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.recarena.simulator.Twin;
import org.recarena.simulator.engine.Overlay;
import org.recarena.simulator.engine.OverlayLanes;
import org.recarena.simulator.formula.RewardFormula;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.stage.Impression;

/** The stages of one recommendation after another: from the product to the reward. Not thread-safe. */
final class VisitStages {

    final OverlayLanes lanes;
    private final UserModel users;
    private final double[] terms = new double[ProductStages.TERMS.size()];

    VisitStages(UserModel users, OverlayLanes lanes) {
        this.users = users;
        this.lanes = lanes;
    }

    /** Shows a product to a lane's user, and returns by how much more it appeals. */
    private double show(int lane, Visitor visitor, int product) {
        lanes.turnTo(lane, visitor.now);
        lanes.shown().items[0] = product;
        lanes.prepare(1);
        return lanes.shown().appeal[0];
    }

    /** Whether the user clicks, by intent. */
    boolean clicks(int lane, Visitor visitor, int product) {
        double shift = show(lane, visitor, product);
        boolean clicked = visitor.random.clicks(users, visitor.user, product, shift);
        lanes.look(lane);
        lanes.shown().chosen[0] = clicked;
        lanes.settle(lane);
        return clicked;
    }

    /** Whether the agent sees a click at once. */
    boolean seen() {
        return lanes.shown().clicked[0] && lanes.overlay().pending().isEmpty();
    }

    /** Rewards the step, which ended at the user's present time. */
    void reward(int lane, Visitor visitor) {
        lanes.reward(lane, earned(lanes.shown().clicked[0]), visitor.now);
        lanes.next(lane);
    }

    private double earned(boolean recorded) {
        Optional<RewardFormula> formula = lanes.overlay().formula();
        terms[0] = recorded ? 1 : 0;
        terms[1] = 1;
        return formula.isPresent() ? formula.get().reward(terms) : terms[0];
    }

    /** The exact probability that a click on a product is recorded, were it recommended now. */
    double clickProbability(int lane, Visitor visitor, int product) {
        double shift = show(lane, visitor, product);
        double[] probability = {users.clickProbability(visitor.user, product, shift)};
        lanes.overlay().stages().record(lanes.shown(), probability);
        return probability[0];
    }

    /** These stages for a twin, without some biases. */
    VisitStages without(Set<String> ids) {
        Overlay others = lanes.overlay().without(ids);
        if (others.pending().isPresent()) {
            throw new UnsupportedOperationException(
                    "there are no twins with delayed_feedback, since when a reward is told "
                            + "depends on what the user does until the next recommendation");
        }
        return new VisitStages(users, lanes.as(others, 1));
    }

    /** The twin of the next step; {@code uniform} decides the click. */
    Twin twin(int lane, Visitor visitor, int product, double uniform, List<Column> signals) {
        double probability = clickProbability(lane, visitor, product);
        Impression shown = lanes.shown();
        shown.chosen[0] = uniform < users.clickProbability(visitor.user, product, shown.appeal[0]);
        double shift = shown.appeal[0];
        double[] said = lanes.overlay().kernels().truths(shown);
        lanes.look(lane);
        lanes.record(lane);
        boolean recorded = shown.clicked[0];
        signals.get(0).putByte(recorded ? 1 : 0);
        double[] truths = new double[1 + said.length];
        truths[0] = shift;
        System.arraycopy(said, 0, truths, 1, said.length);
        List<String> names = new ArrayList<>(List.of("appeal_shift"));
        names.addAll(lanes.overlay().kernels().truthNames());
        double expected = probability * earned(true) + (1 - probability) * earned(false);
        return new Twin(
                new double[] {probability},
                new double[] {expected},
                new double[] {0},
                new byte[] {(byte) (recorded ? 1 : 0)},
                new double[] {earned(recorded)},
                signals,
                List.copyOf(names),
                truths);
    }
}
