package org.recarena.trajectories.export;

import java.io.IOException;
import java.io.Writer;
import java.util.Arrays;
import org.recarena.trajectories.steps.LaneStep;

/**
 * Writes one JSON object a line: everything that CSV has and, under {@code before} and {@code after}, the observations
 * that were logged; those that stay the same only under {@code before}. What a row does not have is absent; numbers
 * that JSON does not have are null.
 */
public final class JsonLinesExporter implements StepExporter {

    private final Writer out;
    private final StringBuilder line = new StringBuilder();

    /**
     * Writes nothing yet.
     *
     * @param out where to; best buffered; closed with this
     */
    public JsonLinesExporter(Writer out) {
        this.out = out;
    }

    @Override
    public void write(LaneStep row) throws IOException {
        line.append("{\"simulation\":");
        Json.string(line, row.simulation().id());
        line.append(",\"environment\":");
        Json.string(line, row.simulation().environment());
        line.append(",\"lane\":").append(row.lane());
        line.append(",\"episode\":").append(row.episode());
        line.append(",\"step\":").append(row.step());
        line.append(",\"step_in_episode\":").append(row.stepInEpisode());
        line.append(",\"wall_time\":\"").append(row.batch().wallTime()).append('"');
        line.append(",\"action\":");
        value(Arrays.stream(row.actions()).asDoubleStream().toArray());
        row.propensity().ifPresent(propensity -> {
            line.append(",\"propensity\":");
            Json.number(line, propensity);
        });
        if (row.slotPropensities().length > 0) {
            line.append(",\"slot_propensities\":");
            Json.numbers(line, row.slotPropensities());
        }
        line.append(",\"reward\":");
        value(row.rewards());
        signals(row);
        line.append(",\"terminated\":").append(row.terminated());
        line.append(",\"truncated\":").append(row.truncated());
        line.append(",\"labels\":");
        Json.strings(line, row.labels());
        observations(row);
        out.append(line.append("}\n"));
        line.setLength(0);
    }

    private void signals(LaneStep row) {
        line.append(",\"signals\":{");
        String separator = "";
        for (String name : row.simulation().signalNames()) {
            line.append(separator);
            Json.string(line, name);
            line.append(':');
            value(row.batch().signals(name, row.lane()));
            separator = ",";
        }
        line.append('}');
    }

    private void observations(LaneStep row) {
        StringBuilder after = new StringBuilder();
        line.append(",\"before\":{");
        String separator = "";
        for (String name : row.simulation().observationNames()) {
            line.append(separator);
            Json.string(line, name);
            line.append(':');
            Json.numbers(line, row.before(name));
            separator = ",";
            if (!row.simulation().isConstant(name)) {
                after.append(after.length() == 0 ? "" : ",");
                Json.string(after, name);
                after.append(':');
                Json.numbers(after, row.after(name));
            }
        }
        line.append("},\"after\":{").append(after).append('}');
    }

    private void value(double[] values) {
        if (values.length == 1) {
            Json.number(line, values[0]);
        } else {
            Json.numbers(line, values);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
