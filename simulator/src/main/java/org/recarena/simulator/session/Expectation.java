package org.recarena.simulator.session;

import static org.recarena.simulator.math.Exponential.exp;
import static org.recarena.simulator.math.Exponential.sigmoid;
import static org.recarena.simulator.math.NormalDistribution.cumulative;

import java.util.EnumSet;
import java.util.Set;
import org.recarena.simulator.session.SessionReward.Term;
import org.recarena.simulator.stage.Impression;

/** The exact expected value of the terms of a reward that have one, from the parameters of a step. */
final class Expectation {

    private final SessionModel model;
    private final Pipeline pipeline;

    Expectation(SessionModel model, Pipeline pipeline) {
        this.model = model;
        this.pipeline = pipeline;
    }

    /** The terms whose expectation is exact. The others depend on what follows from the step, or are transformed. */
    Set<Term> exact() {
        Set<Term> exact =
                EnumSet.of(Term.CLICK, Term.COMPLETION, Term.RATING, Term.LIKE, Term.SATISFACTION, Term.IMPRESSION);
        if (model.reward().isLinearInDwell()) {
            exact.add(Term.DWELL);
        }
        if (!pipeline.hasDelays()) {
            exact.add(Term.PURCHASE);
            exact.add(Term.VALUE);
        }
        return exact;
    }

    /** Writes the expected value of every term that has one; the step must be prepared and appraised. */
    void of(Impression shown, double[] terms) {
        int slots = shown.slots;
        double[] chosen = new double[slots];
        double[] recorded = new double[slots];
        pipeline.choiceProbabilities(shown, chosen);
        pipeline.clickProbabilities(shown, recorded);
        for (int slot = 0; slot < slots; slot++) {
            int item = shown.items[slot];
            double seen = chosen[slot] * (1 - shown.lost);
            double dwell = dwell(shown, slot);
            terms[Term.IMPRESSION.index] += shown.exposure[slot];
            terms[Term.CLICK.index] += recorded[slot];
            terms[Term.DWELL.index] += seen * dwell;
            terms[Term.COMPLETION.index] += seen * dwell / model.items().length(item);
            terms[Term.RATING.index] += seen * rating(shown, slot);
            terms[Term.LIKE.index] += seen * pipeline.likeProbability(shown, slot);
            terms[Term.SATISFACTION.index] += chosen[slot] * sigmoid(shown.satisfaction[slot]);
            double bought = chosen[slot] * sigmoid(shown.purchase[slot]);
            terms[Term.PURCHASE.index] += bought;
            terms[Term.VALUE.index] += bought * model.items().price(item);
        }
    }

    /** The mean of a log-normal number that is cut off at a limit d, E min(W, d). */
    private static double dwell(Impression shown, int slot) {
        double mean = shown.dwellLogMean[slot];
        double deviation = shown.dwellLogDeviation;
        double limit = shown.dwellLimit[slot];
        double whole = exp(mean + deviation * deviation / 2);
        double expected = whole;
        if (limit < Double.POSITIVE_INFINITY && deviation == 0) {
            expected = Math.min(exp(mean), limit);
        } else if (limit < Double.POSITIVE_INFINITY) {
            double z = (StrictMath.log(limit) - mean) / deviation;
            expected = whole * cumulative(z - deviation) + limit * (1 - cumulative(z));
        }
        return (1 - shown.skip) * expected;
    }

    /** The mean of the rating, 0 for none. */
    private double rating(Impression shown, int slot) {
        double deviation = Math.sqrt(shown.ratingVariance);
        double mean = shown.rating[slot];
        double expected = 0;
        RatingGrid grid = model.grid();
        for (int index = 0; index < grid.count(); index++) {
            double stars = grid.rating(index);
            double probability;
            if (deviation == 0) {
                probability = grid.nearest(mean) == stars ? 1 : 0;
            } else {
                double half = grid.step / 2;
                double below = index == 0 ? 0 : cumulative((stars - half - mean) / deviation);
                double upTo = index == grid.count() - 1 ? 1 : cumulative((stars + half - mean) / deviation);
                probability = upTo - below;
            }
            expected += stars * probability * Math.min(1, pipeline.ratingProbability(shown, slot, stars));
        }
        return expected;
    }
}
