package org.recarena.client.agents.slate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** What RecSim's agents gave, as recorded in {@code det_agents.json}. Stateless. */
final class Recorded {

    /** Absolute, or relative where numbers exceed 1. */
    static final double TOLERANCE = 1e-9;

    private Recorded() {}

    static JsonNode of(String key) {
        try (InputStream in =
                Objects.requireNonNull(Recorded.class.getResourceAsStream("/recsim/det_agents.json"), "recorded")) {
            return new ObjectMapper().readTree(in).path(key);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static List<JsonNode> cases(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).toList();
    }

    /** Numbers; infinity is written as "inf". */
    static double[] doubles(JsonNode list) {
        return cases(list).stream()
                .mapToDouble(each -> each.isTextual() ? Double.POSITIVE_INFINITY : each.doubleValue())
                .toArray();
    }

    static double[] matrix(JsonNode rows) {
        return cases(rows).stream()
                .flatMap(row -> cases(row).stream())
                .mapToDouble(JsonNode::doubleValue)
                .toArray();
    }

    static int[] ints(JsonNode list) {
        return cases(list).stream().mapToInt(JsonNode::intValue).toArray();
    }

    static double furthest(double[] found, double[] expected) {
        if (found.length != expected.length) {
            throw new AssertionError(found.length + " numbers; expected " + expected.length);
        }
        return IntStream.range(0, found.length)
                .mapToDouble(i -> found[i] == expected[i]
                        ? 0
                        : Math.abs(found[i] - expected[i]) / Math.max(1, Math.abs(expected[i])))
                .max()
                .orElseThrow();
    }
}
