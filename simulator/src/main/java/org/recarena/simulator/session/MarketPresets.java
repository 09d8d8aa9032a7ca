package org.recarena.simulator.session;

import java.util.List;
import org.recarena.simulator.config.Preset;

/** Shops, and places where people say what they think of things. */
final class MarketPresets {

    private MarketPresets() {}

    static List<Preset> all() {
        return List.of(ecommerce(), delayedConversions(), ratingsSite(), ratingsSelfSelection());
    }

    private static Preset ecommerce() {
        return new Preset(
                        "ecommerce",
                        "A shop",
                        "Six products side by side, of which one or none is opened; prices are in units of the usual "
                                + "one. Large pictures draw, price tags put off, a product next to a worse one at a "
                                + "higher price looks better, and many to choose from make it easier to choose none. "
                                + "Purchases are confirmed hours or weeks later. The reward counts purchases.",
                        "Price and display effects as measured on the data sets of Rossi, Allenby and McCulloch, "
                                + "Bayesian statistics and marketing (2005); Huber, Payne and Puto (1982); Iyengar and "
                                + "Lepper (2000); Chapelle (2014)")
                .with("slate_size", 6)
                .with("choice.rule", "logit")
                .with("items.price_log_mean", 0.0)
                .with("presentation.prominence", 0.9)
                .with("presentation.price", 2.4)
                .with("decoy.dominance", 0.5)
                .with("decoy.compromise", 0.3)
                .with("overload.weight", 0.25)
                .with("delayed_feedback.scale", 1.0)
                .with("visit.return_probability", 0.8)
                .with("purchase.intercept", -2.0)
                .with("reward.click", 0.0)
                .with("reward.purchase", 1.0);
    }

    private static Preset delayedConversions() {
        return new Preset(
                        "delayed-conversions",
                        "Conversions that come late",
                        "A click may lead to a conversion, a third of them within the hour, half within a day, and one in "
                                + "eight only after two weeks. Until then a conversion to come looks like none. The "
                                + "reward counts conversions when they become visible and says which step they belong "
                                + "to. For learning with delayed labels.",
                        "Chapelle, Modeling delayed feedback in display advertising (2014)")
                .with("purchase.intercept", -1.0)
                .with("delayed_feedback.scale", 1.0)
                .with("visit.leave_probability", 0.2)
                .with("visit.return_probability", 0.95)
                .with("reward.click", 0.0)
                .with("reward.purchase", 1.0);
    }

    private static Preset ratingsSite() {
        return new Preset(
                        "ratings-site",
                        "A site for ratings",
                        "Users rate what they clicked, more often what they liked, pulled towards the mean that they are "
                                + "shown, and each on a scale of their own. The mean of the ratings is then not what "
                                + "people think. For prediction from ratings, and for what is missing in them.",
                        "Schnabel et al., Recommendations as treatments (2016); Krishnan et al., A methodology for "
                                + "learning, analyzing, and mitigating social influence bias (2014); Rossi, Gilula and "
                                + "Allenby, Overcoming scale usage heterogeneity (2001)")
                .with("feedback.rating_probability", 0.5)
                .with("self_selection.alpha", 0.25)
                .with("conformity.upwards", 0.2)
                .with("conformity.downwards", 0.2)
                .with("scale_use.offset", 0.5)
                .with("scale_use.stretch", 0.3);
    }

    private static Preset ratingsSelfSelection() {
        return new Preset(
                        "ratings-self-selection",
                        "Ratings of those who liked it",
                        "A rating is four times as likely with each star up to the fourth, and nothing else is amiss: "
                                + "missing not at random in its plainest form, with the probability of every rating "
                                + "known. For estimators that weigh by propensity.",
                        "Marlin and Zemel, Collaborative prediction and ranking with non-random missing data (2009); "
                                + "Schnabel et al., Recommendations as treatments (2016)")
                .with("feedback.rating_probability", 0.5)
                .with("self_selection.alpha", 0.25);
    }
}
