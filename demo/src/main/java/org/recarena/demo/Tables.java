package org.recarena.demo;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Prints the results. Stateless. */
final class Tables {

    private Tables() {}

    static void print(PrintStream out, List<Outcome> outcomes, List<OfflineResult> offline) {
        out.printf(
                "%n%-36s %-7s %15s %9s %9s %20s %9s%n",
                "agent", "", "recommendations", "clicks", "rate", "95 % interval", "regret");
        for (Outcome outcome : outcomes) {
            out.printf(
                    Locale.ROOT,
                    "%-36s %-7s %,15.0f %,9.0f %9s %20s %9s%n",
                    outcome.agent(),
                    outcome.language(),
                    outcome.recommendations(),
                    outcome.clicks(),
                    Charts.percent(outcome.rate().value()),
                    Charts.percent(outcome.rate().lower()) + " - "
                            + Charts.percent(outcome.rate().upper()),
                    outcome.agent().equals("oracle")
                            ? ""
                            : Charts.percent(outcome.regret().value()));
        }
        for (OfflineResult result : offline) {
            out.printf("%nwhat %s earns, from the random agent's log:%n", result.policy());
            out.printf(
                    "  %-22s %9s%n", "true value", Charts.percent(result.truth().value()));
            for (OfflineResult.Named named : result.estimates()) {
                out.printf(
                        "  %-22s %9s   %s - %s%n",
                        named.estimator(),
                        Charts.percent(named.estimate().value()),
                        Charts.percent(named.estimate().lower()),
                        Charts.percent(named.estimate().upper()));
            }
        }
    }
}
