package org.recarena.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.recarena.client.RecArenaClient;
import org.recarena.client.agents.Agent;
import org.recarena.client.agents.Trial;
import org.recarena.client.agents.TrialReport;
import org.recarena.evaluation.Estimate;
import org.recarena.evaluation.Regret;

/** The demonstration of RecoGym, with single items. Used by one thread. */
final class ItemDemo {

    static final String ENVIRONMENT = "RecoGym-v1";

    private static final int ITEMS = 10;
    /** Some products are clicked as others are viewed, so that there is more to learn than what users view. */
    private static final int FLIPS = 5;

    private static final String CONFIG = "{\"num_products\": " + ITEMS + ", \"number_of_flips\": " + FLIPS + "}";
    private static final int LANES = 256;
    private static final String PYTHON_AGENT = "epsilon-greedy";

    private final PrintStream out;
    private final boolean terminal;
    private final long seed;
    private final boolean python;

    ItemDemo(PrintStream out, boolean terminal, long seed, boolean python) {
        this.out = out;
        this.terminal = terminal;
        this.seed = seed;
        this.python = python;
    }

    /** Plays all agents, prints how they fared and leaves the report in a directory. */
    void run(int users, Path directory) throws IOException {
        Path data = directory.resolve("data");
        int lanes = Math.max(2, Math.min(LANES, users));
        Trial.Plan plan = new Trial.Plan(
                ENVIRONMENT,
                Map.of("num_products", ITEMS, "number_of_flips", FLIPS),
                seed,
                lanes,
                Math.max(1, users / lanes));
        List<Outcome> outcomes = new ArrayList<>();
        List<OfflineResult> offline;
        out.printf(
                "RecArena demo: agents against the same %,d users of %s%n%n",
                plan.lanes() * plan.episodes(), ENVIRONMENT);
        try (ServerProcess server = ServerProcess.start(data, directory.resolve("server.log"));
                RecArenaClient client = RecArenaClient.connect(server.address())) {
            List<TrialReport> reports = play(client, plan);
            TrialReport oracle = reports.get(0);
            for (TrialReport report : reports) {
                outcomes.add(Summary.of(report, oracle));
            }
            playPython(server.address(), plan, directory)
                    .ifPresent(outcome -> outcomes.add(withRegret(outcome, oracle.rate())));
            offline = evaluate(client, plan, data);
        }
        outcomes.sort(
                Comparator.comparingDouble((Outcome outcome) -> -outcome.rate().value()));
        Path page = directory.resolve("report.html");
        new Report(ENVIRONMENT, CONFIG, seed, plan.lanes() * plan.episodes(), outcomes, offline, data.resolve("log"))
                .write(page);
        Tables.print(out, outcomes, offline);
        out.printf(
                "%nreport  %s%nlog     %s%n",
                page.toAbsolutePath(), data.resolve("log").toAbsolutePath());
    }

    private List<TrialReport> play(RecArenaClient client, Trial.Plan plan) {
        List<TrialReport> reports = new ArrayList<>();
        for (Agent agent : Lineup.agents(ITEMS, seed)) {
            Progress progress = new Progress(out, terminal, agent.name());
            TrialReport report =
                    Trial.run(client, plan, agent, Map.of("language", "java"), Lineup.random(seed), progress::show);
            progress.done("click-through rate " + Charts.percent(report.rate()));
            reports.add(report);
        }
        return reports;
    }

    private Optional<Outcome> playPython(String address, Trial.Plan plan, Path directory) throws IOException {
        if (!python) {
            return Optional.empty();
        }
        Optional<PythonAgent> found = PythonAgent.find(message -> out.println("  " + message));
        if (found.isEmpty()) {
            out.println("  no Python agent: there is no Python 3.10 or newer here with venv, or the package cannot be"
                    + " installed; going on without");
            return Optional.empty();
        }
        Progress progress = new Progress(out, terminal, PYTHON_AGENT + " (Python)");
        Outcome outcome =
                found.get().run(address, plan, CONFIG, PYTHON_AGENT, directory.resolve("python.log"), progress);
        progress.done("click-through rate " + Charts.percent(outcome.rate().value()));
        return Optional.of(outcome);
    }

    private static Outcome withRegret(Outcome outcome, double oracleRate) {
        return new Outcome(
                outcome.agent(),
                outcome.language(),
                outcome.clicks(),
                outcome.recommendations(),
                outcome.rate(),
                Regret.of(oracleRate, outcome.rate()),
                outcome.curve());
    }

    private List<OfflineResult> evaluate(RecArenaClient client, Trial.Plan plan, Path data) throws IOException {
        OfflineStudy study = OfflineStudy.read(data.resolve("log"), "random", ITEMS, plan.episodes());
        out.printf("%n  the random agent's log has %,d recommendations%n", study.size());
        List<OfflineResult> results = new ArrayList<>();
        for (Agent policy : Lineup.evaluated()) {
            Progress progress = new Progress(out, terminal, "true value of " + policy.name());
            TrueValue truth = new TrueValue(policy, ITEMS, plan.lanes());
            Trial.run(client, plan, truth, Map.of("purpose", "truth"), Lineup.random(seed), progress::show);
            Estimate value = truth.value();
            progress.done(String.format(Locale.ROOT, "%.3f %%", 100 * value.value()));
            results.add(new OfflineResult(policy.name(), value, study.evaluate(policy)));
        }
        return results;
    }
}
