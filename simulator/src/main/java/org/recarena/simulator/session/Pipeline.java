package org.recarena.simulator.session;

import static org.recarena.simulator.math.Exponential.exp;
import static org.recarena.simulator.math.Exponential.sigmoid;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.recarena.simulator.choice.ClickLink;
import org.recarena.simulator.choice.ClickRule;
import org.recarena.simulator.choice.Consideration;
import org.recarena.simulator.engine.EpisodeStreams;
import org.recarena.simulator.engine.EpisodeStreams.Use;
import org.recarena.simulator.engine.Kernels;
import org.recarena.simulator.engine.Stages;
import org.recarena.simulator.random.RandomStream;
import org.recarena.simulator.stage.Impression;
import org.recarena.simulator.stage.Kernel;

/**
 * The stages of one step: first the parameters of every slot, then the samples. Neither changes the user, so that the
 * same step can be asked for again with another slate, or with other kernels; {@link #commit} then moves the user on.
 *
 * <p>Not thread-safe: it has buffers of its own.
 */
final class Pipeline {

    private final SessionModel model;
    private final Kernels kernels;
    private final Stages stages;
    private final ClickRule rule;
    private final boolean needsSatisfaction;
    private final Consideration considered;
    private final boolean[] attentive;
    private final boolean[] satisfying;
    private final double[] scratch;

    Pipeline(SessionModel model, Kernels kernels, int slots) {
        this.model = model;
        this.kernels = kernels;
        this.stages = new Stages(kernels);
        this.rule = model.rule();
        this.needsSatisfaction = rule.dependsOnSatisfaction();
        considered = Consideration.ofSlots(slots);
        attentive = new boolean[slots];
        satisfying = new boolean[slots];
        scratch = new double[slots];
    }

    /** Computes the parameters of all stages up to the choice, and what the user goes by. */
    void prepare(Impression shown, double[] states, int at) {
        Behaviour is = model.behaviour();
        shown.clear();
        shown.noClick = shown.value(is.noClick());
        double scale = shown.value(is.tasteScale());
        shown.tasteScale = scale;
        double own = states[at + model.layout().userBias()];
        double intercept = shown.value(is.appealIntercept());
        double slope = shown.value(is.appealUtility());
        Catalogue items = model.items();
        for (int slot = 0; slot < shown.slots; slot++) {
            int item = shown.items[slot];
            double worth = scale * items.match(item, states, at + model.layout().taste()) + items.quality(item) + own;
            shown.utility[slot] = worth;
            shown.appeal[slot] = intercept + slope * worth;
            shown.exposure[slot] = items.isThere(item, shown.hours) ? 1 : 0;
        }
        if (kernels.shapes.length > 0) {
            shape(shown, intercept, slope);
        }
        stages.prepare(shown);
        if (needsSatisfaction) {
            experience(shown);
        }
        consider(shown);
    }

    /** Takes account of what items have become. */
    private void shape(Impression shown, double intercept, double slope) {
        for (Kernel.Shapes kernel : kernels.shapes) {
            kernel.shape(shown);
        }
        for (int slot = 0; slot < shown.slots; slot++) {
            shown.appeal[slot] = intercept + slope * shown.utility[slot];
        }
    }

    private void consider(Impression shown) {
        for (int slot = 0; slot < shown.slots; slot++) {
            double appeal = shown.appeal[slot];
            double attraction = model.recogymLink() ? ClickLink.probability(appeal) : sigmoid(appeal);
            considered.appeal()[slot] = appeal;
            considered.attraction()[slot] = attraction;
            considered.click()[slot] = attraction * shown.trueClick[slot] + (1 - attraction) * shown.falseClick[slot];
            considered.look()[slot] = shown.exposure[slot] * shown.examination[slot];
            considered.satisfied()[slot] = needsSatisfaction ? sigmoid(shown.satisfaction[slot]) : 0;
            considered.nest()[slot] = model.items().topic(shown.items[slot]);
        }
    }

    /** Computes what a click on each slot would give the user. */
    private void experience(Impression shown) {
        Behaviour is = model.behaviour();
        Catalogue items = model.items();
        shown.dwellLogDeviation = shown.value(is.dwellLogDeviation());
        double satisfaction = shown.value(is.satisfactionIntercept());
        double satisfactionSlope = shown.value(is.satisfactionUtility());
        double dwell = shown.value(is.dwellLogMean());
        double dwellSlope = shown.value(is.dwellUtility());
        double purchase = shown.value(is.purchaseIntercept());
        double purchaseSlope = shown.value(is.purchaseUtility());
        double priceSlope = shown.value(is.purchaseLogPrice());
        for (int slot = 0; slot < shown.slots; slot++) {
            double worth = shown.utility[slot];
            shown.satisfaction[slot] = satisfaction + satisfactionSlope * worth;
            shown.dwellLogMean[slot] = dwell + dwellSlope * worth;
            shown.dwellLimit[slot] = Double.POSITIVE_INFINITY;
            double dear = priceSlope == 0 ? 0 : priceSlope * items.logPrice(shown.items[slot]);
            shown.purchase[slot] = purchase + purchaseSlope * worth + dear;
        }
        for (Kernel.Satisfies kernel : kernels.satisfies) {
            kernel.satisfy(shown);
        }
    }

    /** Computes what users would say of each slot. */
    private void judge(Impression shown) {
        Behaviour is = model.behaviour();
        double mean = shown.value(is.ratingMean());
        double slope = shown.value(is.ratingUtility());
        double deviation = shown.value(is.ratingDeviation());
        shown.ratingVariance = deviation * deviation;
        for (int slot = 0; slot < shown.slots; slot++) {
            shown.rating[slot] = mean + slope * shown.utility[slot];
        }
        for (Kernel.Rates kernel : kernels.rates) {
            kernel.rate(shown);
        }
    }

    /** The exact probability that a click on each slot is recorded. */
    void clickProbabilities(Impression shown, double[] out) {
        rule.probabilities(considered, shown.noClick, out);
        stages.record(shown, out);
    }

    /** The exact probability that each slot is chosen: clicked by intent. */
    void choiceProbabilities(Impression shown, double[] out) {
        rule.probabilities(considered, shown.noClick, out);
    }

    /** Draws everything that comes to pass in the step, up to the delays. */
    void sample(Impression shown, EpisodeStreams streams, int lane) {
        stages.look(shown, streams, lane, attentive);
        if (needsSatisfaction) {
            satisfy(streams, lane, shown.step);
        }
        RandomStream choice = streams.of(lane, Use.CHOICE, shown.step);
        rule.sample(considered, shown.noClick, attentive, satisfying, choice, shown.examined, shown.chosen, scratch);
        stages.record(shown, streams, lane);
        Arrays.fill(shown.satisfied, false);
        Arrays.fill(shown.dwell, 0);
        Arrays.fill(shown.rated, 0);
        Arrays.fill(shown.felt, 0);
        Arrays.fill(shown.liked, false);
        Arrays.fill(shown.bought, false);
        Arrays.fill(shown.delay, 0);
        if (shown.anyChosen()) {
            if (!needsSatisfaction) {
                experience(shown);
            }
            judge(shown);
            for (int slot = 0; slot < shown.slots; slot++) {
                if (shown.chosen[slot]) {
                    consume(shown, slot, streams.of(lane, Use.SATISFACTION, shown.step, slot));
                    say(shown, slot, streams.of(lane, Use.FEEDBACK, shown.step, slot));
                    if (shown.bought[slot]) {
                        shown.delay[slot] = stages.delay(shown, slot, streams, lane);
                    }
                }
            }
        }
    }

    /** Whether a click on each slot would satisfy: by the very draw that {@link #consume} decides it with. */
    private void satisfy(EpisodeStreams streams, int lane, int step) {
        for (int slot = 0; slot < satisfying.length; slot++) {
            RandomStream stream = streams.of(lane, Use.SATISFACTION, step, slot);
            stream.nextDouble(); // The draw of turning away.
            satisfying[slot] = stream.nextDouble() < considered.satisfied()[slot];
        }
    }

    private void consume(Impression shown, int slot, RandomStream stream) {
        double skip = stream.nextDouble();
        double satisfied = stream.nextDouble();
        double bought = stream.nextDouble();
        double time = exp(shown.dwellLogMean[slot] + shown.dwellLogDeviation * stream.nextGaussian());
        shown.dwell[slot] = skip < shown.skip ? 0 : Math.min(time, shown.dwellLimit[slot]);
        shown.satisfied[slot] = satisfied < sigmoid(shown.satisfaction[slot]);
        shown.bought[slot] = bought < sigmoid(shown.purchase[slot]);
    }

    private void say(Impression shown, int slot, RandomStream stream) {
        double said = stream.nextDouble();
        double liked = stream.nextDouble();
        double stars = shown.rating[slot] + Math.sqrt(shown.ratingVariance) * stream.nextGaussian();
        double felt = model.grid().nearest(stars);
        shown.felt[slot] = felt;
        shown.rated[slot] = said < ratingProbability(shown, slot, felt) ? felt : 0;
        shown.liked[slot] = liked < likeProbability(shown, slot);
    }

    /** The probability that a click is followed by a rating, were it this one; above 1 counts as 1. */
    double ratingProbability(Impression shown, int slot, double stars) {
        double probability = shown.value(model.behaviour().ratingProbability());
        for (Kernel.Reports kernel : kernels.reports) {
            probability *= kernel.reported(shown, slot, stars);
        }
        return probability;
    }

    /** The probability that a click is followed by a like. */
    double likeProbability(Impression shown, int slot) {
        Behaviour is = model.behaviour();
        return sigmoid(shown.value(is.likeIntercept()) + shown.value(is.likeUtility()) * shown.utility[slot]);
    }

    /** Whether purchases become visible later. */
    boolean hasDelays() {
        return stages.hasDelays();
    }

    /** After {@link #prepare}: computes what a click on each slot would lead to, whether it comes to pass or not. */
    void appraise(Impression shown) {
        if (!needsSatisfaction) {
            experience(shown);
        }
        judge(shown);
    }

    /** The names of what is true of each slot: the stages' own probabilities, and what the kernels say. */
    List<String> truthNames() {
        List<String> names = new ArrayList<>(List.of("exposure", "examination", "attraction"));
        names.addAll(kernels.truthNames());
        return List.copyOf(names);
    }

    /** What is true of each slot: {@code slots x names}. */
    double[] truths(Impression shown) {
        double[] own = {0, 0, 0};
        double[] said = kernels.truths(shown);
        int saidWidth = said.length / shown.slots;
        int width = own.length + saidWidth;
        double[] truths = new double[shown.slots * width];
        for (int slot = 0; slot < shown.slots; slot++) {
            own[0] = shown.exposure[slot];
            own[1] = shown.examination[slot];
            own[2] = considered.attraction()[slot];
            System.arraycopy(own, 0, truths, slot * width, own.length);
            System.arraycopy(said, slot * saidWidth, truths, slot * width + own.length, saidWidth);
        }
        return truths;
    }

    /** Begins a user: the kernels' part. */
    void arrive(Impression who, EpisodeStreams streams, int lane) {
        stages.arrive(who, streams, lane);
    }

    /** Moves the user on over what was sampled. Returns whether the session ends, with {@code shown.comeBack} set. */
    boolean commit(Impression shown, EpisodeStreams streams, int lane) {
        stages.remember(shown, streams, lane);
        Behaviour is = model.behaviour();
        shown.comeBack = shown.value(is.returnProbability());
        shown.gap = shown.value(is.gapHours());
        double probability = shown.value(is.leaveProbability());
        double shift = mood(shown);
        double uniform = streams.of(lane, Use.RETURN, shown.step).nextDouble();
        if (shift == 0 && kernels.leaves.length == 0) {
            return uniform < probability;
        }
        shown.leave = StrictMath.log(probability) - StrictMath.log1p(-probability) + shift;
        for (Kernel.Leaves kernel : kernels.leaves) {
            kernel.leave(shown);
        }
        return leaves(shown.leave, uniform);
    }

    /** What the step adds to the logit of leaving. */
    private double mood(Impression shown) {
        double stay = shown.value(model.behaviour().satisfiedStay());
        double idle = shown.value(model.behaviour().idleLeave());
        double shift = idle != 0 && !shown.anyChosen() ? idle : 0;
        for (int slot = 0; stay != 0 && slot < shown.slots; slot++) {
            shift -= shown.satisfied[slot] ? stay : 0;
        }
        return shift;
    }

    /** sigmoid(logit) at infinite logits too. */
    private static boolean leaves(double logit, double uniform) {
        return Double.isInfinite(logit) ? logit > 0 : uniform < sigmoid(logit);
    }
}
