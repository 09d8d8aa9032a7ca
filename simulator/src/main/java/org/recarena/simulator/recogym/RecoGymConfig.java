package org.recarena.simulator.recogym;

import java.util.ArrayList;
import java.util.List;
import org.recarena.simulator.config.Config;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.simulator.input.InvalidInputException.Violation;

/**
 * The config of either version, typed and free of contradictions. Fields of the other version have their defaults.
 *
 * @param leaveBandit the leaving probability that applies after a recommendation, faults considered
 */
record RecoGymConfig(
        int products,
        double leaveBandit,
        double leaveOrganic,
        double banditToOrganic,
        double organicToBandit,
        int factors,
        double sigmaOmegaInitial,
        double sigmaOmega,
        int flips,
        double sigmaMuOrganic,
        boolean driftsOnEveryTransition,
        boolean normalizeBeta,
        int clusters,
        double phiVariance,
        boolean normalTime,
        double normalTimeMu,
        double normalTimeSigma,
        boolean worldFromNumpy,
        boolean usersFromNumpy,
        boolean repaired,
        boolean deliversOrganicOnly,
        boolean hasLoggingPolicy,
        int historyLength,
        int maxEpisodeSteps) {

    /** Latent numbers beyond which a world would not fit a server's memory. */
    private static final long MAX_LATENTS = 50_000_000;

    /** Multiplications, in the worst case, beyond which matching products would take minutes. */
    private static final double MAX_FLIP_WORK = 1e11;

    private static final int MAX_PRODUCTS_IN_TABLE = 4_000;
    private static final double LONGEST_SESSION = 1e6;
    private static final double FEWEST_SEEN = 1e-3;

    /** Multiplications, on average, beyond which a reset would take more than some seconds in each lane. */
    private static final double MAX_RESET_WORK = 1e10;

    /** What a view takes beside its weighing of products, in multiplications. */
    private static final double WORK_PER_VIEW = 50;

    static RecoGymConfig of(Config config, boolean version1) {
        boolean repaired = config.choice("faults").equals("repaired");
        String random = config.choice("random");
        RecoGymConfig typed = new RecoGymConfig(
                config.integer("num_products"),
                config.number(repaired ? "prob_leave_bandit" : "prob_leave_organic"),
                config.number("prob_leave_organic"),
                config.number("prob_bandit_to_organic"),
                config.number("prob_organic_to_bandit"),
                version1 ? config.integer("K") : 1,
                version1 ? config.number("sigma_omega_initial") : 0,
                version1 ? config.number("sigma_omega") : 0,
                version1 ? config.integer("number_of_flips") : 0,
                version1 ? config.number("sigma_mu_organic") : 0,
                version1 && config.bool("change_omega_for_bandits"),
                version1 && config.bool("normalize_beta"),
                version1 ? 1 : config.integer("num_clusters"),
                version1 ? 0 : config.number("phi_var"),
                version1 && config.choice("time_generator").equals("normal"),
                config.number("normal_time_mu"),
                config.number("normal_time_sigma"),
                !random.equals("streams"),
                random.equals("numpy"),
                repaired,
                config.bool("deliver_organic_only"),
                config.bool("logging_policy"),
                config.integer("history_length"),
                config.integer("max_episode_steps"));
        List<Violation> violations = new ArrayList<>();
        typed.checkTransitions(violations);
        typed.checkSize(version1, violations);
        if (violations.isEmpty()) {
            typed.checkWork(version1, violations);
        }
        if (repaired && typed.usersFromNumpy) {
            violations.add(new Violation(
                    "config.faults",
                    "is \"repaired\"; with random \"numpy\", which repeats the reference, it must be \"reference\""));
        }
        if (typed.hasLoggingPolicy && !typed.usersFromNumpy) {
            violations.add(new Violation(
                    "config.logging_policy",
                    "is true; it draws from the reference's generator, which takes random \"numpy\""));
        }
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
        return typed;
    }

    private void checkTransitions(List<Violation> violations) {
        double fromOrganic = organicToBandit + leaveOrganic;
        if (fromOrganic > 1 + 1e-12) {
            violations.add(new Violation(
                    "config.prob_organic_to_bandit",
                    "is " + organicToBandit + "; with prob_leave_organic " + leaveOrganic
                            + " it must be at most 1 in sum"));
        } else if (fromOrganic < 1 / LONGEST_SESSION) {
            violations.add(new Violation(
                    "config.prob_organic_to_bandit",
                    "is " + organicToBandit + "; with prob_leave_organic " + leaveOrganic + " it must be at least "
                            + 1 / LONGEST_SESSION + " in sum, or users browse for ever"));
        } else if (!deliversOrganicOnly && organicToBandit < FEWEST_SEEN * fromOrganic) {
            violations.add(new Violation(
                    "config.prob_organic_to_bandit",
                    "is " + organicToBandit + "; it must be at least " + FEWEST_SEEN + " of its sum with "
                            + "prob_leave_organic " + leaveOrganic + ", or hardly any user is ever shown a "
                            + "recommendation (allowed with deliver_organic_only)"));
        }
        double fromBandit = banditToOrganic + leaveBandit;
        // Where no user is ever shown a recommendation, the reference never looks at what would come after one.
        if (organicToBandit > 0 && fromBandit > 1 + 1e-12) {
            violations.add(new Violation(
                    "config.prob_bandit_to_organic",
                    "is " + banditToOrganic + "; with " + (repaired ? "prob_leave_bandit " : "prob_leave_organic ")
                            + leaveBandit + " it must be at most 1 in sum"));
        }
    }

    /** How many products a user looks at in one organic session, on average. */
    double viewsPerSession() {
        return 1 / Math.min(1, organicToBandit + leaveOrganic);
    }

    private void checkWork(boolean version1, List<Violation> violations) {
        // Where only users who are shown something are delivered, a reset plays on until one is.
        double views = deliversOrganicOnly ? viewsPerSession() : 1 / organicToBandit;
        double work = views * (WORK_PER_VIEW + (version1 ? (double) products * factors : 0));
        if (work > MAX_RESET_WORK) {
            violations.add(new Violation(
                    "config.num_products",
                    "is " + products + (version1 ? ", with K " + factors : "") + "; with prob_organic_to_bandit "
                            + organicToBandit + " and prob_leave_organic " + leaveOrganic + ", users look at " + views
                            + " products on average before a reset is answered, which takes " + work
                            + " multiplications in each lane; it must be at most " + MAX_RESET_WORK));
        }
    }

    private void checkSize(boolean version1, List<Violation> violations) {
        if (version1) {
            if ((long) products * factors > MAX_LATENTS) {
                violations.add(new Violation(
                        "config.num_products",
                        "is " + products + "; times K " + factors + " it must be at most " + MAX_LATENTS));
            }
            if (flips > 0 && (double) products * products * factors > MAX_FLIP_WORK) {
                violations.add(new Violation(
                        "config.number_of_flips",
                        "is " + flips + "; with num_products " + products + " and K " + factors
                                + " it must be 0, since the square of num_products times K exceeds " + MAX_FLIP_WORK));
            }
            return;
        }
        if (products % clusters != 0) {
            violations.add(new Violation(
                    "config.num_clusters", "is " + clusters + "; it must divide num_products " + products));
        }
        if (worldFromNumpy && products > MAX_PRODUCTS_IN_TABLE) {
            violations.add(new Violation(
                    "config.num_products",
                    "is " + products + "; with random \"numpy\" or \"numpy-world\" it must be at most "
                            + MAX_PRODUCTS_IN_TABLE + ", since every pair of products takes a draw"));
        }
    }

    /** Sentences on keys that were given and have no effect. */
    static List<String> warnings(Config config, boolean version1) {
        List<String> warnings = new ArrayList<>();
        if (!config.choice("faults").equals("repaired")) {
            warn(warnings, config, "prob_leave_bandit", "as in the reference; faults \"repaired\" makes it count");
        }
        warn(warnings, config, "num_users", "users are drawn without end");
        warn(warnings, config, "with_ps_all", "it belongs to the reference's built-in logging policy");
        if (version1) {
            warn(warnings, config, "num_clusters", "it belongs to RecoGym-v0");
            warn(warnings, config, "phi_var", "it belongs to RecoGym-v0");
            if (!config.choice("time_generator").equals("normal")) {
                warn(warnings, config, "normal_time_mu", "time_generator is \"unit-step\"");
                warn(warnings, config, "normal_time_sigma", "time_generator is \"unit-step\"");
            }
        } else {
            for (String name : List.of("time_generator", "normal_time_mu", "normal_time_sigma")) {
                warn(warnings, config, name, "time stands still in RecoGym-v0, as in the reference");
            }
        }
        return List.copyOf(warnings);
    }

    private static void warn(List<String> warnings, Config config, String name, String reason) {
        if (config.isGiven(name)) {
            warnings.add("config." + name + " is set and has no effect: " + reason);
        }
    }
}
