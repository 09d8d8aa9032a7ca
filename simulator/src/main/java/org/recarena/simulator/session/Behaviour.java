package org.recarena.simulator.session;

import org.recarena.simulator.engine.Knobs;
import org.recarena.simulator.stage.Knob;

/** The engine's own numbers of a user, those of the schema's groups by name. */
record Behaviour(
        Knob tasteScale,
        Knob biasDeviation,
        Knob observationNoise,
        Knob appealIntercept,
        Knob appealUtility,
        Knob noClick,
        Knob satisfactionIntercept,
        Knob satisfactionUtility,
        Knob dwellLogMean,
        Knob dwellUtility,
        Knob dwellLogDeviation,
        Knob purchaseIntercept,
        Knob purchaseUtility,
        Knob purchaseLogPrice,
        Knob ratingMean,
        Knob ratingUtility,
        Knob ratingDeviation,
        Knob ratingProbability,
        Knob likeIntercept,
        Knob likeUtility,
        Knob hoursPerStep,
        Knob leaveProbability,
        Knob satisfiedStay,
        Knob idleLeave,
        Knob returnProbability,
        Knob gapHours) {

    static Behaviour of(Knobs knobs) {
        return new Behaviour(
                knobs.knob("users.taste_scale"),
                knobs.knob("users.bias_deviation"),
                knobs.knob("users.observation_noise"),
                knobs.knob("appeal.intercept"),
                knobs.knob("appeal.utility"),
                knobs.knob("choice.no_click"),
                knobs.knob("satisfaction.intercept"),
                knobs.knob("satisfaction.utility"),
                knobs.knob("dwell.log_mean"),
                knobs.knob("dwell.utility"),
                knobs.knob("dwell.log_deviation"),
                knobs.knob("purchase.intercept"),
                knobs.knob("purchase.utility"),
                knobs.knob("purchase.log_price"),
                knobs.knob("feedback.rating_mean"),
                knobs.knob("feedback.rating_utility"),
                knobs.knob("feedback.rating_deviation"),
                knobs.knob("feedback.rating_probability"),
                knobs.knob("feedback.like_intercept"),
                knobs.knob("feedback.like_utility"),
                knobs.knob("visit.hours_per_step"),
                knobs.knob("visit.leave_probability"),
                knobs.knob("visit.satisfied_stay"),
                knobs.knob("visit.idle_leave"),
                knobs.knob("visit.return_probability"),
                knobs.knob("visit.gap_hours"));
    }
}
