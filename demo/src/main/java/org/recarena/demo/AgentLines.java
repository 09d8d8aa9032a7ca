package org.recarena.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.recarena.client.agents.Trial;
import org.recarena.evaluation.Estimate;

/**
 * What an agent in a process of its own says: one JSON object a line, of the kind that its {@code event} names. The
 * agents of the Python package ({@code python -m recarena.train}) say the same. Stateless.
 */
final class AgentLines {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SUMMARY = "summary";
    private static final String ERROR = "error";
    /** An interval is said; the error behind it follows from the normal quantile that it was made with. */
    private static final double Z95 = 1.959963984540054;

    private AgentLines() {}

    /**
     * What the last line says.
     *
     * @param outcome how the agent fared; without regret, which takes another agent to know
     * @param seed of the world
     * @param users that it met
     * @param laneStepsPerSecond how fast it played
     */
    record Said(Outcome outcome, long seed, int users, double laneStepsPerSecond) {}

    /** The options by which every agent's command is told what to play. */
    static List<String> options(String address, Trial.Plan plan, String configJson, String agent) {
        return List.of(
                "--address=" + address,
                "--env=" + plan.environment(),
                "--config=" + configJson,
                "--agent=" + agent,
                "--seed=" + plan.seed(),
                "--lanes=" + plan.lanes(),
                "--episodes=" + plan.lanes() * plan.episodes());
    }

    static String summary(Outcome outcome, Trial.Plan plan, double laneSteps, double seconds) {
        ObjectNode line = JSON.createObjectNode()
                .put("event", SUMMARY)
                .put("language", outcome.language())
                .put("agent", outcome.agent())
                .put("environment", plan.environment())
                .put("seed", plan.seed())
                .put("lanes", plan.lanes())
                .put("episodes", plan.lanes() * plan.episodes())
                .put("recommendations", Math.round(outcome.recommendations()))
                .put("clicks", Math.round(outcome.clicks()))
                .put("ctr", outcome.rate().value())
                .put("ctr_low", outcome.rate().lower())
                .put("ctr_high", outcome.rate().upper())
                .put("confidence", outcome.rate().level())
                .put("seconds", seconds)
                .put("lane_steps_per_second", Math.round(laneSteps / seconds));
        ArrayNode curve = line.putArray("curve");
        for (Outcome.CurvePoint point : outcome.curve()) {
            curve.addObject()
                    .put("recommendations", Math.round(point.recommendations()))
                    .put("clicks", Math.round(point.rate() * point.recommendations()));
        }
        return line.toString();
    }

    static String error(Throwable failure) {
        return JSON.createObjectNode()
                .put("event", ERROR)
                .put("error", failure.getClass().getSimpleName())
                .put("message", String.valueOf(failure.getMessage()))
                .toString();
    }

    /**
     * Reads what an agent said.
     *
     * @param file its lines
     * @return its summary
     * @throws IOException where the file cannot be read, or there is no summary in it; the message says what there is
     */
    static Said read(Path file) throws IOException {
        String last = "nothing";
        for (String text : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            JsonNode line = JSON.readTree(text);
            if (line.path("event").asText().equals(SUMMARY)) {
                return new Said(
                        outcome(line),
                        line.path("seed").asLong(),
                        line.path("episodes").asInt(),
                        line.path("lane_steps_per_second").asDouble());
            }
            last = text;
        }
        throw new IOException(file + " has no summary; the agent said last: " + last);
    }

    /** Lines without a language are the Python package's. */
    static Outcome outcome(JsonNode summary) {
        double low = summary.path("ctr_low").asDouble();
        double high = summary.path("ctr_high").asDouble();
        List<Outcome.CurvePoint> curve = new ArrayList<>();
        for (JsonNode point : summary.path("curve")) {
            double recommendations = point.path("recommendations").asDouble();
            curve.add(
                    new Outcome.CurvePoint(recommendations, point.path("clicks").asDouble() / recommendations));
        }
        Estimate estimate = new Estimate(
                summary.path("ctr").asDouble(),
                (high - low) / (2 * Z95),
                low,
                high,
                Summary.LEVEL,
                summary.path("episodes").asInt());
        return new Outcome(
                summary.path("agent").asText(),
                summary.path("language").asText("Python"),
                summary.path("clicks").asDouble(),
                summary.path("recommendations").asDouble(),
                estimate,
                estimate,
                curve);
    }
}
