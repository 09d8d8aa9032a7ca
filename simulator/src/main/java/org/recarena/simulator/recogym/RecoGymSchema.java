package org.recarena.simulator.recogym;

import static org.recarena.simulator.config.Parameter.bool;
import static org.recarena.simulator.config.Parameter.choice;
import static org.recarena.simulator.config.Parameter.integer;
import static org.recarena.simulator.config.Parameter.number;

import java.util.ArrayList;
import java.util.List;
import org.recarena.simulator.config.ConfigSchema;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.config.Range;

/** The config keys of both versions; names and defaults of the reference's own are the reference's. */
final class RecoGymSchema {

    static final String SOURCE = "RecoGym (Rohde et al. 2018)";

    private static final Range PROBABILITY = Range.closed(0, 1);
    private static final Range DEVIATION = Range.closed(0, 1e6);

    private RecoGymSchema() {}

    static ConfigSchema v0() {
        List<Parameter> parameters = shared();
        parameters.addAll(blocks(""));
        parameters.addAll(own());
        return new ConfigSchema(parameters);
    }

    static ConfigSchema v1(List<Parameter> stages) {
        List<Parameter> parameters = shared();
        parameters.add(reference(integer("K", 5, Range.closed(1, 1000), "Length of the latent vectors.")));
        parameters.add(reference(number(
                "sigma_omega_initial", 1, DEVIATION, "Standard deviation of each coordinate of a new user's vector.")));
        parameters.add(reference(number(
                        "sigma_omega",
                        0.1,
                        DEVIATION,
                        "Standard deviation, for each unit of time elapsed, of the drift of each coordinate of the user's "
                                + "vector. It grows with the time elapsed, not with its square root.")
                .withUnit("per unit of time")));
        parameters.add(reference(integer(
                "number_of_flips",
                0,
                Range.closed(0, Integer.MAX_VALUE),
                "How many pairs of similar products exchange their bandit parameters, at most. Pairs are taken in "
                        + "decreasing order of the inner product of their vectors, as long as it is positive.")));
        parameters.add(reference(
                number("sigma_mu_organic", 3, DEVIATION, "Standard deviation of the products' popularity offsets.")));
        parameters.add(reference(bool(
                "change_omega_for_bandits",
                false,
                "Whether the user's vector also drifts on transitions to bandit and to stop.")));
        parameters.add(reference(
                bool("normalize_beta", false, "Whether each product's vector for clicks is scaled to unit length.")));
        parameters.addAll(blocks("Has no effect in version 1; accepted because the reference accepts it. "));
        parameters.addAll(own());
        parameters.addAll(stages);
        return new ConfigSchema(parameters);
    }

    private static List<Parameter> shared() {
        List<Parameter> parameters = new ArrayList<>();
        parameters.add(reference(integer(
                        "num_products",
                        10,
                        Range.closed(1, 1_000_000),
                        "Size of the catalogue; also the number of actions.")
                .withUnit("products")));
        parameters.add(reference(integer(
                "num_users",
                100,
                Range.closed(0, Integer.MAX_VALUE),
                "Has no effect: users are drawn without end. Accepted because the reference accepts it.")));
        parameters.add(reference(number(
                "prob_leave_bandit",
                0.01,
                PROBABILITY,
                "Probability that a user who was shown a recommendation leaves. The reference ignores it and takes "
                        + "prob_leave_organic; so does faults \"reference\".")));
        parameters.add(reference(number(
                "prob_leave_organic", 0.01, PROBABILITY, "Probability that a user who looked at a product leaves.")));
        parameters.add(reference(number(
                "prob_bandit_to_organic",
                0.05,
                PROBABILITY,
                "Probability that a user who was shown a recommendation and did not click browses again.")));
        parameters.add(reference(number(
                "prob_organic_to_bandit",
                0.25,
                PROBABILITY,
                "Probability that a user who looked at a product goes where recommendations are shown.")));
        parameters.add(reference(bool(
                "with_ps_all",
                false,
                "Has no effect: it belongs to the reference's built-in logging policy. Accepted because the reference "
                        + "accepts it.")));
        parameters.add(reference(choice(
                "time_generator",
                List.of("unit-step", "normal"),
                "What the clock does: unit-step counts the events of a user; normal adds the magnitude of a normal number "
                        + "after each event.")));
        parameters.add(
                reference(number("normal_time_mu", 0, Range.closed(-1e6, 1e6), "Mean of the normal clock's numbers.")));
        parameters.add(reference(
                number("normal_time_sigma", 1, DEVIATION, "Standard deviation of the normal clock's numbers.")));
        return parameters;
    }

    private static List<Parameter> blocks(String note) {
        return List.of(
                reference(integer(
                        "num_clusters",
                        2,
                        Range.closed(1, 1_000_000),
                        note + "Number of equal blocks of products within which users browse; divides num_products.")),
                reference(number(
                        "phi_var",
                        0.1,
                        Range.closed(0, 1e6),
                        note + "Variance of the noise in the score of each pair of products.")));
    }

    private static List<Parameter> own() {
        return List.of(
                choice(
                        "random",
                        List.of("streams", "numpy", "numpy-world"),
                        "Where random numbers come from. streams: streams of this project's own, derived from seed, "
                                + "lane, episode and purpose. numpy: the reference's generator and order of draws, so "
                                + "that lane 0 is the reference with the same seed, event for event, and lane l has "
                                + "its users seeded with seed + l. numpy-world: the reference's products for that "
                                + "seed, users from streams."),
                choice(
                        "faults",
                        List.of("reference", "repaired"),
                        "reference: as the reference behaves. repaired: prob_leave_bandit is used, and a user who leaves "
                                + "after a click has left. Not with random \"numpy\"."),
                bool(
                        "deliver_organic_only",
                        false,
                        "Whether users who leave before a recommendation could be shown are episodes of their own, "
                                + "which end in the reset that begins them; with autoreset DISABLED only. Otherwise a "
                                + "lane goes on to the next user within the same reset."),
                bool(
                        "logging_policy",
                        false,
                        "Whether action -1 leaves the choice to the reference's built-in logging policy: a product "
                                + "drawn uniformly from the generator that draws the users, told by the signal "
                                + "\"recommended\". In a lane whose user has left it draws and shows nothing, as the "
                                + "reference does at the end of a visit. Only with random \"numpy\"."),
                integer(
                                "history_length",
                                10,
                                Range.closed(1, 10_000),
                                "Number of events in the observation \"history\".")
                        .withUnit("events"),
                integer(
                                "max_episode_steps",
                                0,
                                Range.closed(0, Integer.MAX_VALUE),
                                "Number of recommendations after which an episode is truncated; 0 for no limit.")
                        .withUnit("steps"));
    }

    private static Parameter reference(Parameter parameter) {
        return parameter.withSource(SOURCE);
    }
}
