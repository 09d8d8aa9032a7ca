package org.recarena.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.recarena.client.RecArenaClient;
import org.recarena.client.agents.Trial;
import org.recarena.client.agents.slate.SlateAgent;
import org.recarena.client.agents.slate.SlateTrial;
import org.recarena.client.agents.slate.SlateTrialReport;

/** The demonstration of an environment with slates. Used by one thread. */
final class SlateDemo {

    /** Fewer than for single items, so that each has many users one after the other and agents are seen to learn. */
    private static final int LANES = 64;

    private final SlateStudy study;
    private final PrintStream out;
    private final boolean terminal;
    private final long seed;

    SlateDemo(SlateStudy study, PrintStream out, boolean terminal, long seed) {
        this.study = study;
        this.out = out;
        this.terminal = terminal;
        this.seed = seed;
    }

    /** Plays all agents, prints how they fared and leaves the report in a directory. */
    void run(int users, Path directory) throws IOException {
        int lanes = Math.max(2, Math.min(LANES, users));
        Trial.Plan plan = new Trial.Plan(study.environment(), study.config(), seed, lanes, Math.max(1, users / lanes));
        out.printf(
                Locale.ROOT,
                "RecArena demo: agents against the same %,d users of %s%n%n",
                plan.lanes() * plan.episodes(),
                study.environment());
        Path data = directory.resolve("data");
        List<SlateTrialReport> reports = new ArrayList<>();
        List<Session> sessions = new ArrayList<>();
        try (ServerProcess server = ServerProcess.start(data, directory.resolve("server.log"));
                RecArenaClient client = RecArenaClient.connect(server.address())) {
            for (SlateAgent agent : study.agents().apply(seed)) {
                SessionRecorder recorder = new SessionRecorder(0, plan.episodes() - 1, study.told());
                reports.add(play(client, plan, agent, recorder));
                sessions.add(recorder.session(agent.name()));
            }
        }
        List<SlateOutcome> outcomes = new ArrayList<>();
        for (SlateTrialReport report : reports) {
            outcomes.add(SlateOutcome.of(report, reports.get(0)));
        }
        outcomes.sort(Comparator.comparingDouble(
                (SlateOutcome outcome) -> -outcome.late().value()));
        Path page = directory.resolve("report.html");
        Path log = data.resolve("log");
        new SlateReport(
                        study,
                        config(),
                        seed,
                        outcomes,
                        told(sessions, outcomes.get(0).agent()),
                        log)
                .write(page);
        print(outcomes);
        out.printf("%nreport  %s%nlog     %s%n", page.toAbsolutePath(), log.toAbsolutePath());
    }

    private SlateTrialReport play(RecArenaClient client, Trial.Plan plan, SlateAgent agent, SessionRecorder recorder) {
        Progress progress = new Progress(out, terminal, agent.name());
        SlateTrialReport report = SlateTrial.run(
                client, plan, agent, Map.of("language", "java"), Lineup.random(seed), recorder, progress::show);
        progress.done(String.format(Locale.ROOT, "mean return %.1f", report.meanReturn()));
        return report;
    }

    /** The random agent's session, the one of whoever looked only at the next click, and the best agent's. */
    private static List<Session> told(List<Session> sessions, String best) {
        return sessions.stream()
                .filter(session ->
                        sessions.indexOf(session) < 2 || session.agent().equals(best))
                .toList();
    }

    private String config() throws IOException {
        return new ObjectMapper().writeValueAsString(new TreeMap<>(study.config()));
    }

    private void print(List<SlateOutcome> outcomes) {
        out.printf(
                "%n%-26s %13s %9s %17s %8s %8s %8s %9s%n",
                "agent", "first quarter", "return", "95 % interval", "gain", "slates", "clicks", "quality");
        for (SlateOutcome outcome : outcomes) {
            out.printf(
                    Locale.ROOT,
                    "%-26s %13.1f %9.1f %17s %8s %8.1f %8.2f %9s%n",
                    outcome.agent(),
                    outcome.early().value(),
                    outcome.late().value(),
                    String.format(
                            Locale.ROOT,
                            "%.1f - %.1f",
                            outcome.late().lower(),
                            outcome.late().upper()),
                    outcome.agent().equals("random")
                            ? ""
                            : String.format(Locale.ROOT, "%.1f", outcome.gain().value()),
                    outcome.slates(),
                    outcome.clickRate(),
                    outcome.quality()
                            .map(quality -> String.format(Locale.ROOT, "%.2f", quality.value()))
                            .orElse(""));
        }
        out.println(
                "Return, gain over the random agent, slates a user, clicks a slate and quality of what was clicked are"
                        + " those of the last quarter of users.");
    }
}
