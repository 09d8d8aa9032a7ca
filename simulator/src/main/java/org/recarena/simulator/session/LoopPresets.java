package org.recarena.simulator.session;

import java.util.List;
import org.recarena.simulator.config.Preset;

/** Where what was shown shapes what comes, and where not everybody means well. */
final class LoopPresets {

    private LoopPresets() {}

    static List<Preset> all() {
        return List.of(
                popularityHerd(),
                culturalMarket(),
                filterBubble(),
                coldStart(),
                creatorPlatform(),
                hostile(),
                shilling());
    }

    private static Preset popularityHerd() {
        return new Preset(
                        "popularity-herd",
                        "Following the crowd",
                        "People click what many have clicked and what others rated well, whatever it is worth, and what "
                                + "is unknown is at times not even rendered. A ranking by clicks repeats itself. For the "
                                + "fairness of exposure, and for telling quality from fame.",
                        "Salganik, Dodds and Watts, Experimental study of inequality and unpredictability in an "
                                + "artificial cultural market (2006); Muchnik, Aral and Taylor, Social influence bias: a "
                                + "randomized experiment (2013)")
                .with("appeal.intercept", -2.5)
                .with("popularity.weight", 0.3)
                .with("conformity.upwards", 0.3)
                .with("conformity.downwards", 0.1)
                .with("conformity.attraction", 0.5)
                .with("exposure_skew.power", 0.1);
    }

    private static Preset culturalMarket() {
        return new Preset(
                        "cultural-market",
                        "A market in which success breeds success",
                        "A hundred songs that nobody knows yet. Listeners come one after another, click what others have "
                                + "clicked and rated well before them, and rate it as others did. What wins is decided by "
                                + "the first few, anew in every lane. For the fairness of exposure, for exploration, and "
                                + "for telling quality from luck: the lanes are the replicas of the experiment.",
                        "Salganik, Dodds and Watts, Experimental study of inequality and unpredictability in an "
                                + "artificial cultural market (2006); Muchnik, Aral and Taylor, Social influence bias: a "
                                + "randomized experiment (2013)")
                .with("num_items", 100)
                .with("appeal.intercept", -2.5)
                .with("items.consumptions", 100.0)
                .with("items.popularity_exponent", 0.0)
                .with("popularity.weight", 0.7)
                .with("popularity.growth", 1.0)
                .with("conformity.upwards", 0.3)
                .with("conformity.downwards", 0.1)
                .with("conformity.moving", true)
                .with("conformity.votes", 0.3);
    }

    private static Preset creatorPlatform() {
        return new Preset(
                        "creator-platform",
                        "A platform whose creators follow the audience",
                        "Whoever makes an item makes it a little more to the liking of each user to whom it is shown, as "
                                + "far as it pays, and items come and go within days. What an agent shows makes what there "
                                + "is to show: for exploration, diversity, and supply that answers to a ranking.",
                        "Hron et al., Modeling content creator incentives on algorithm-curated platforms (2023); Eilat "
                                + "and Rosenfeld, Performative recommendation (2023)")
                .with("creators.rate", 0.1)
                .with("creators.cost", 0.2)
                .with("items.new_share", 0.5)
                .with("items.horizon_hours", 336.0)
                .with("items.life_hours", 120.0)
                .with("items.life_shape", 1.5)
                .with("visit.return_probability", 0.9)
                .with("visit.gap_hours", 12.0);
    }

    private static Preset shilling() {
        return new Preset(
                        "shilling",
                        "A shop under attack",
                        "One account in twenty rates three items highest, and others as people do, so as to be believed. "
                                + "People follow the mean of all ratings, which the attack moves. For recommenders that "
                                + "should withstand it, and for detectors: ground truth tells which accounts are fake.",
                        "Mobasher et al., Toward trustworthy recommender systems: an analysis of attack models and "
                                + "algorithm robustness (2007); Lam and Riedl, Shilling recommender systems for fun and "
                                + "profit (2004)")
                .with("feedback.rating_probability", 0.3)
                .with("fake_users.farms", 0.05)
                .with("fake_users.targets", 3)
                .with("fake_users.profile", "average")
                .with("conformity.upwards", 0.3)
                .with("conformity.downwards", 0.1)
                .with("conformity.attraction", 0.5)
                .with("conformity.moving", true);
    }

    private static Preset filterBubble() {
        return new Preset(
                        "filter-bubble",
                        "Tastes that follow what is shown",
                        "Each click moves a user's taste a tenth of the way to what was clicked, and what is merely seen "
                                + "moves it a little. Long visits, so that what an agent shows makes the user it serves: "
                                + "for feedback loops, diversity, and how far an agent changes people.",
                        "Jiang et al., Degenerate feedback loops in recommender systems (2019); Krauth et al., Do offline "
                                + "metrics predict online performance in recommender systems? (RecLab, 2020)")
                .with("taste_feedback.pull", 0.1)
                .with("taste_feedback.exposure", 0.01)
                .with("visit.leave_probability", 0.01)
                .with("max_episode_steps", 300);
    }

    private static Preset coldStart() {
        return new Preset(
                        "cold-start",
                        "New items and unknown users",
                        "Half of the items appear only after the world has begun, nobody has consumed much of anything, "
                                + "what a platform knows of a user is mostly noise, and visits are short. New items are "
                                + "tried for their newness. For exploration.",
                        "The project's own composition; Schein et al., Methods and metrics for cold-start recommendations "
                                + "(2002), for the setting")
                .with("items.new_share", 0.5)
                .with("items.horizon_hours", 168.0)
                .with("items.consumptions", 1000.0)
                .with("users.observation_noise", 2.0)
                .with("novelty.freshness", 0.5)
                .with("visit.leave_probability", 0.2)
                .with("visit.return_probability", 0.5)
                .with("max_episode_steps", 50);
    }

    private static Preset hostile() {
        return new Preset(
                        "hostile",
                        "A hostile place",
                        "One account in ten is a click farm, others are bots, what is wanted changes abruptly, and a "
                                + "fifth of the users like everything less and leave sooner. For robustness, and for "
                                + "what an agent does to those whom it serves worst.",
                        "Burke et al., Classification features for attack detection in collaborative recommender systems "
                                + "(2006); Ekstrand et al., Fairness in information access systems (2022)")
                .with("users.cohort_shares", List.of(0.8, 0.2))
                .with("cohorts.appeal", List.of(0.0, -0.5))
                .with("cohorts.leave", List.of(0.0, 0.5))
                .with("fake_users.farms", 0.1)
                .with("fake_users.targets", 10)
                .with("fake_users.bots", 0.05)
                .with("drift.change", 1.0)
                .with("drift.change_hours", 6.0)
                .with("visit.return_probability", 0.7)
                .with("visit.gap_hours", 12.0);
    }
}
