package org.recarena.simulator.session;

import java.util.List;
import org.recarena.simulator.config.Preset;

/** Pages of results, read from the top. */
final class SearchPresets {

    private SearchPresets() {}

    static List<Preset> all() {
        return List.of(searchPage(), webUbm(), dbn(), ads());
    }

    private static Preset searchPage() {
        return new Preset(
                        "search-page",
                        "A page of search results",
                        "Ten results. Lower ones are looked at less, high ones are clicked because they stand high, a "
                                + "result that sticks out draws the eye, and one click in a hundred is a slip. For "
                                + "learning to rank from clicks: what corrects for position alone does not correct for "
                                + "trust.",
                        "Vardasbi, Oosterhuis and de Rijke, When inverse propensity scoring does not work (2020), for the "
                                + "looks and the trust; Sarvi et al., Understanding and mitigating the effect of "
                                + "outliers in fair ranking (2022)")
                .with("slate_size", 10)
                .with("position.shape", "search")
                .with("position.exponent", 1.0)
                .with("trust.false_first", 0.65)
                .with("trust.true_decay", 0.005)
                .with("outlier.strength", 0.5)
                .with("noise.misclick", 0.01);
    }

    private static Preset webUbm() {
        return new Preset(
                        "web-ubm",
                        "Web search by the user browsing model",
                        "Ten results, and a look depends on the rank and on how far above the last click was. For click "
                                + "models, and for what goes wrong when looks are taken to depend on the rank alone.",
                        "Dupret and Piwowarski, A user browsing model to predict search engine click data (2008); the "
                                + "table of looks as in ULTRA (Tran et al. 2021)")
                .with("slate_size", 10)
                .with("choice.rule", "ubm");
    }

    private static Preset dbn() {
        return new Preset(
                        "dbn",
                        "Web search by the dynamic Bayesian network",
                        "Ten results, read from the top until one satisfies or patience ends. A click and being "
                                + "satisfied are two things, so that the clicks above hide the results below. For click "
                                + "models and for rewards of satisfaction.",
                        "Chapelle and Zhang, A dynamic Bayesian network click model for web search ranking (2009)")
                .with("slate_size", 10)
                .with("choice.rule", "dbn");
    }

    private static Preset ads() {
        return new Preset(
                        "ads",
                        "Advertisements",
                        "Three places and a few clicks in a hundred. Upper places are seen more, conversions come hours "
                                + "or weeks after the click, two accounts in a hundred are click farms, and some clicks "
                                + "are slips. The reward counts a conversion, when it becomes visible, as ten clicks. "
                                + "For bidding, attribution and fraud.",
                        "Chapelle, Modeling delayed feedback in display advertising (2014); Craswell et al., An "
                                + "experimental comparison of click position-bias models (2008)")
                .with("slate_size", 3)
                .with("appeal.intercept", -3.5)
                .with("visit.return_probability", 0.8)
                .with("position.exponent", 1.0)
                .with("delayed_feedback.scale", 1.0)
                .with("fake_users.farms", 0.02)
                .with("fake_users.targets", 10)
                .with("noise.misclick", 0.01)
                .with("reward.purchase", 10.0);
    }
}
