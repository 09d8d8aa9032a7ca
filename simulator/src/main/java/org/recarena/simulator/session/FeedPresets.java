package org.recarena.simulator.session;

import java.util.List;
import org.recarena.simulator.config.Preset;

/** Streams of things to read, watch and hear. */
final class FeedPresets {

    private FeedPresets() {}

    static List<Preset> all() {
        return List.of(feed(), clickbaitFeed(), newsDrift(), shortVideo(), videoWatchTime(), musicBoredom());
    }

    private static Preset feed() {
        return new Preset(
                        "feed",
                        "A social feed",
                        "Five posts at a time, of which three stand on the screen. Good neighbours make a post look "
                                + "worse, the popular draws clicks, a familiar topic is liked until it wears out, too "
                                + "many clicks on it bore, and what is wanted changes with the hour. Users come back "
                                + "later in the day. Much at once, as on a real platform: for agents that should cope "
                                + "with all of it.",
                        "The project's own composition of the named biases; each page of a bias has its source.")
                .with("position.shape", "viewport")
                .with("position.exponent", 1.0)
                .with("context.weight", -0.3)
                .with("popularity.weight", 0.1)
                .with("novelty.familiarity", 0.6)
                .with("novelty.wear", 0.1)
                .with("satiation.attraction", 0.3)
                .with("satiation.satisfaction", 0.3)
                .with("drift.daily", 0.5)
                .with("visit.return_probability", 0.7)
                .with("visit.gap_hours", 8.0);
    }

    private static Preset clickbaitFeed() {
        return new Preset(
                        "clickbait-feed",
                        "A feed with clickbait",
                        "Half of the posts promise more than they keep: they are clicked more and satisfy less, and a "
                                + "user who has been let down leaves sooner. Clicks now cost sessions later, so that "
                                + "what is greedy for clicks earns less in the end. For long-term rewards.",
                        "Ie et al., RecSim, arXiv 1909.04847 (2019), long-term satisfaction")
                .with("items.clickbait_share", 0.5)
                .with("clickbait.attraction", 1.0)
                .with("clickbait.disappointment", 2.0)
                .with("clickbait.loyalty", 0.5)
                .with("visit.leave_probability", 0.1)
                .with("max_episode_steps", 200);
    }

    private static Preset newsDrift() {
        return new Preset(
                        "news-drift",
                        "News",
                        "Articles appear while users play, are wanted while they are fresh, and topics rise and fall: by "
                                + "the hour of the day, and abruptly once a day. Users come back twice a day or so. What "
                                + "was learned yesterday is wrong today: for agents that forget, and for offline "
                                + "estimates from logs that have aged.",
                        "Li et al., A contextual-bandit approach to personalized news article recommendation (2010), for "
                                + "the setting; Saito et al., Open Bandit Pipeline (2021), for changes and seasons")
                .with("items.new_share", 0.5)
                .with("items.horizon_hours", 168.0)
                .with("novelty.freshness", 1.5)
                .with("novelty.fresh_hours", 12.0)
                .with("drift.daily", 0.5)
                .with("drift.change", 1.0)
                .with("visit.leave_probability", 0.2)
                .with("visit.return_probability", 0.9)
                .with("visit.gap_hours", 12.0);
    }

    private static Preset shortVideo() {
        return new Preset(
                        "short-video",
                        "Short videos, one after another",
                        "One clip at a time, about half a minute long, which begins by itself. A clip cannot be watched "
                                + "for longer than twice its length, one in five is swiped away at once, a topic "
                                + "becomes boring, clickbait lets down, and what few have seen is at times held back. "
                                + "The reward is the time watched, which favours long clips.",
                        "Zhan et al., Deconfounding duration bias in watch-time prediction for video recommendation "
                                + "(2022); Leqi et al., Rebounding bandits for modeling satiation effects (2021)")
                .with("slate_size", 1)
                .with("items.length_log_mean", 3.4)
                .with("appeal.intercept", 1.0)
                .with("duration.limited", true)
                .with("duration.replays", 2.0)
                .with("duration.skip", 0.2)
                .with("satiation.attraction", 0.2)
                .with("satiation.satisfaction", 0.3)
                .with("clickbait.attraction", 1.0)
                .with("clickbait.disappointment", 1.5)
                .with("exposure_skew.power", 0.1)
                .with("reward.click", 0.0)
                .with("reward.dwell", 1.0);
    }

    private static Preset videoWatchTime() {
        return new Preset(
                        "video-watch-time",
                        "Watch time of videos",
                        "Five videos to choose from, of very different lengths, and the reward is the time watched. A "
                                + "video cannot be watched for longer than it is, so that long ones collect more time "
                                + "without being more wanted: whoever ranks by time ranks by length. For debiased "
                                + "watch-time labels.",
                        "Zhan et al., Deconfounding duration bias in watch-time prediction for video recommendation "
                                + "(2022); Zheng et al., DVR: micro-video recommendation optimizing watch-time-gain (2022)")
                .with("items.length_log_deviation", 1.2)
                .with("duration.limited", true)
                .with("duration.skip", 0.2)
                .with("dwell.log_mean", 4.5)
                .with("reward.click", 0.0)
                .with("reward.dwell", 1.0);
    }

    private static Preset musicBoredom() {
        return new Preset(
                        "music-boredom",
                        "Music that wears out",
                        "One song at a time. A style is liked more with the first few songs and bores after many, and "
                                + "boredom fades slowly once something else is played. The best song played again and "
                                + "again is not the best programme. For agents that plan ahead.",
                        "Leqi et al., Rebounding bandits for modeling satiation effects (2021); Bornstein, Exposure and "
                                + "affect (1989)")
                .with("slate_size", 1)
                .with("items.length_log_mean", 5.3)
                .with("items.length_log_deviation", 0.3)
                .with("appeal.intercept", 0.5)
                .with("satiation.attraction", 0.5)
                .with("satiation.satisfaction", 0.5)
                .with("satiation.memory", 0.9)
                .with("novelty.familiarity", 0.6)
                .with("novelty.wear", 0.1)
                .with("visit.hours_per_step", 0.055)
                .with("visit.leave_probability", 0.02);
    }
}
