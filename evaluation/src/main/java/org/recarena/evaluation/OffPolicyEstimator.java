package org.recarena.evaluation;

import org.jspecify.annotations.Nullable;
import org.recarena.evaluation.Ratios.Ratio;

/**
 * Estimators of a policy's reward per decision from decisions that another policy made and logged.
 *
 * <p>Below, a decision i has reward r_i, weight w_i = target_i / propensity_i, the model's prediction q_i for the
 * logged action and v_i, its expectation under the target; n is the number of decisions. Every estimator is a ratio of
 * totals over users, or a sum of two, so that {@link #estimate} has a standard error that lets the decisions of one
 * user depend on each other, and the number of a user's decisions be random: for R = Σ_u x_u / Σ_u n_u it is
 *
 * <pre>se = sqrt(U / (U − 1) · Σ_u (x_u − R n_u)²) / Σ_u n_u,</pre>
 *
 * <p>the linearised (Taylor) error of a ratio over U sampled clusters (Cochran, Sampling Techniques, 3rd ed., 1977),
 * and the interval is Student's with U − 1 degrees of freedom. {@link ClusterBootstrap} gives errors without the
 * linearisation.
 */
public abstract class OffPolicyEstimator {

    private final String name;

    private OffPolicyEstimator(String name) {
        this.name = name;
    }

    /**
     * Inverse propensity scores: (1 / n) Σ w_i r_i. Unbiased when the propensities are right and positive wherever the
     * target is; its variance grows with the weights.
     *
     * <p>Source: D. G. Horvitz and D. J. Thompson, "A generalization of sampling without replacement from a finite
     * universe", Journal of the American Statistical Association 47 (1952).
     *
     * @return the estimator
     */
    public static OffPolicyEstimator inversePropensity() {
        return new OffPolicyEstimator("IPS") {
            @Override
            Ratios ratios(LoggedBandit data) {
                Clusters clusters = Clusters.of(data.cluster());
                return Ratios.of(new Ratio(clusters.totals(times(data.weights(), data.reward())), clusters.sizes()));
            }
        };
    }

    /**
     * Inverse propensity scores with capped weights: (1 / n) Σ min(w_i, cap) r_i. Biased towards 0 where weights exceed
     * the cap; less variance.
     *
     * <p>Source: E. L. Ionides, "Truncated importance sampling", Journal of Computational and Graphical Statistics 17
     * (2008); L. Bottou et al., "Counterfactual reasoning and learning systems", Journal of Machine Learning Research
     * 14 (2013).
     *
     * @param cap the largest weight; above 0, infinity for none
     * @return the estimator
     */
    public static OffPolicyEstimator cappedInversePropensity(double cap) {
        if (!(cap > 0)) {
            throw new IllegalArgumentException("cap is " + cap + ": not above 0");
        }
        return new OffPolicyEstimator("CIPS(" + cap + ")") {
            @Override
            Ratios ratios(LoggedBandit data) {
                Clusters clusters = Clusters.of(data.cluster());
                double[] weights = data.weights();
                for (int i = 0; i < weights.length; i++) {
                    weights[i] = Math.min(weights[i], cap);
                }
                return Ratios.of(new Ratio(clusters.totals(times(weights, data.reward())), clusters.sizes()));
            }
        };
    }

    /**
     * Self-normalised inverse propensity scores: Σ w_i r_i / Σ w_i. Consistent, with a bias that vanishes with 1 / n;
     * never outside the range of the rewards, and moved by c when every reward is moved by c.
     *
     * <p>Source: A. Swaminathan and T. Joachims, "The self-normalized estimator for counterfactual learning", Advances
     * in Neural Information Processing Systems 28 (2015).
     *
     * @return the estimator
     */
    public static OffPolicyEstimator selfNormalised() {
        return new OffPolicyEstimator("SNIPS") {
            @Override
            Ratios ratios(LoggedBandit data) {
                Clusters clusters = Clusters.of(data.cluster());
                double[] weights = data.weights();
                return Ratios.of(new Ratio(clusters.totals(times(weights, data.reward())), clusters.totals(weights)));
            }
        };
    }

    /**
     * The direct method: (1 / n) Σ v_i. As biased as the model is, whatever the number of decisions, and its error does
     * not know of that; uses neither rewards nor propensities. Needs predictions.
     *
     * <p>Source: the name and the comparison are from M. Dudík, J. Langford and L. Li, "Doubly robust policy evaluation
     * and learning", Proceedings of the 28th International Conference on Machine Learning (2011).
     *
     * @return the estimator
     */
    public static OffPolicyEstimator directMethod() {
        return new OffPolicyEstimator("DM") {
            @Override
            Ratios ratios(LoggedBandit data) {
                Clusters clusters = Clusters.of(data.cluster());
                return Ratios.of(new Ratio(clusters.totals(predictions("qTarget", data.qTarget())), clusters.sizes()));
            }
        };
    }

    /**
     * Doubly robust: (1 / n) Σ (v_i + w_i (r_i − q_i)). Unbiased when the propensities are right, whatever the model,
     * and when the model is right, whatever the propensities. Needs predictions, of a model that was fitted on other
     * users.
     *
     * <p>Source: M. Dudík, J. Langford and L. Li, "Doubly robust policy evaluation and learning", Proceedings of the
     * 28th International Conference on Machine Learning (2011).
     *
     * @return the estimator
     */
    public static OffPolicyEstimator doublyRobust() {
        return new OffPolicyEstimator("DR") {
            @Override
            Ratios ratios(LoggedBandit data) {
                Clusters clusters = Clusters.of(data.cluster());
                double[] perRow = times(data.weights(), residuals(data));
                double[] expected = predictions("qTarget", data.qTarget());
                for (int i = 0; i < perRow.length; i++) {
                    perRow[i] += expected[i];
                }
                return Ratios.of(new Ratio(clusters.totals(perRow), clusters.sizes()));
            }
        };
    }

    /**
     * Doubly robust with self-normalised weights: (1 / n) Σ v_i + Σ w_i (r_i − q_i) / Σ w_i. Robust as
     * {@link #doublyRobust} is, up to a bias that vanishes with 1 / n, with less variance under large weights.
     *
     * <p>Source: P. S. Thomas and E. Brunskill, "Data-efficient off-policy policy evaluation for reinforcement
     * learning", Proceedings of the 33rd International Conference on Machine Learning (2016), whose weighted doubly
     * robust estimator this is for episodes of one decision.
     *
     * @return the estimator
     */
    public static OffPolicyEstimator selfNormalisedDoublyRobust() {
        return new OffPolicyEstimator("SNDR") {
            @Override
            Ratios ratios(LoggedBandit data) {
                Clusters clusters = Clusters.of(data.cluster());
                double[] weights = data.weights();
                return Ratios.of(
                        new Ratio(clusters.totals(predictions("qTarget", data.qTarget())), clusters.sizes()),
                        new Ratio(clusters.totals(times(weights, residuals(data))), clusters.totals(weights)));
            }
        };
    }

    /**
     * The estimator's short name.
     *
     * @return IPS, CIPS(cap), SNIPS, DM, DR or SNDR
     */
    public final String name() {
        return name;
    }

    /**
     * The target's reward per decision.
     *
     * @param data the logged decisions
     * @return the estimate alone
     */
    public final double value(LoggedBandit data) {
        return ratios(data).checkedValue();
    }

    /**
     * The target's reward per decision with its linearised, user-clustered error.
     *
     * @param data the logged decisions, of two clusters at least
     * @param level the confidence level, in (0, 1)
     * @return the estimate
     */
    public final Estimate estimate(LoggedBandit data, double level) {
        return ratios(data).linearised(level);
    }

    @Override
    public final String toString() {
        return name;
    }

    /** Returns the estimator as a sum of ratios over the clusters. */
    abstract Ratios ratios(LoggedBandit data);

    private static double[] predictions(String array, double @Nullable [] predictions) {
        if (predictions == null) {
            throw new IllegalArgumentException(array + " is missing: this estimator needs a model's predictions");
        }
        return predictions;
    }

    private static double[] residuals(LoggedBandit data) {
        double[] predicted = predictions("qLogged", data.qLogged());
        double[] residuals = new double[predicted.length];
        for (int i = 0; i < residuals.length; i++) {
            residuals[i] = data.reward()[i] - predicted[i];
        }
        return residuals;
    }

    private static double[] times(double[] a, double[] b) {
        double[] product = new double[a.length];
        for (int i = 0; i < product.length; i++) {
            product[i] = a[i] * b[i];
        }
        return product;
    }
}
