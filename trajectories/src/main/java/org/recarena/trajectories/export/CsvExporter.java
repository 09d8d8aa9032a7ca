package org.recarena.trajectories.export;

import java.io.IOException;
import java.io.Writer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.recarena.trajectories.steps.LaneStep;

/**
 * Writes CSV as in RFC 4180, with a header. What a row does not have is an empty field; several values in a field are
 * separated by spaces; labels are a JSON object.
 */
public final class CsvExporter implements StepExporter {

    private static final List<String> FIRST = List.of(
            "simulation",
            "environment",
            "lane",
            "episode",
            "step",
            "step_in_episode",
            "wall_time",
            "action",
            "propensity",
            "slot_propensities",
            "reward");
    private static final List<String> LAST = List.of("terminated", "truncated", "labels");

    private final Writer out;
    private final List<String> signals;
    private final StringBuilder line = new StringBuilder();

    /**
     * Writes the header.
     *
     * @param out where to; best buffered; closed with this
     * @param signals the signals that have a column
     * @throws IOException if it cannot be written
     */
    public CsvExporter(Writer out, List<String> signals) throws IOException {
        this.out = out;
        this.signals = List.copyOf(signals);
        FIRST.forEach(this::field);
        signals.forEach(this::field);
        LAST.forEach(this::field);
        endLine();
    }

    @Override
    public void write(LaneStep row) throws IOException {
        field(row.simulation().id());
        field(row.simulation().environment());
        field(Integer.toString(row.lane()));
        field(Long.toString(row.episode()));
        field(Long.toString(row.step()));
        field(Integer.toString(row.stepInEpisode()));
        field(row.batch().wallTime().toString());
        field(Arrays.stream(row.actions()).mapToObj(Integer::toString).collect(Collectors.joining(" ")));
        field(text(row.propensity()));
        field(text(row.slotPropensities()));
        field(text(row.rewards()));
        for (String signal : signals) {
            field(text(row.batch().signals(signal, row.lane())));
        }
        field(row.terminated() ? "1" : "0");
        field(row.truncated() ? "1" : "0");
        StringBuilder labels = new StringBuilder();
        Json.strings(labels, row.labels());
        field(labels.toString());
        endLine();
    }

    private static String text(OptionalDouble value) {
        return value.isPresent() ? Json.text(value.getAsDouble()) : "";
    }

    private static String text(double[] values) {
        return Arrays.stream(values).mapToObj(Json::text).collect(Collectors.joining(" "));
    }

    private void field(String text) {
        if (text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')) {
            line.append('"').append(text.replace("\"", "\"\"")).append("\",");
        } else {
            line.append(text).append(',');
        }
    }

    private void endLine() throws IOException {
        line.setLength(line.length() - 1);
        out.append(line).append("\r\n");
        line.setLength(0);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
