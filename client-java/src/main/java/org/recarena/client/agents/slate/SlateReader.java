package org.recarena.client.agents.slate;

import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.recarena.client.ColumnView;
import org.recarena.client.FinalObservations;
import org.recarena.client.Result;
import org.recarena.v1.Environment;
import org.recarena.v1.TensorSpec;

/** Reads contexts from the observations that a simulation sends. Immutable. */
final class SlateReader {

    private static final String USER = "user";
    private static final String DOCUMENTS = "documents";
    private static final String QUALITY = "document_quality";
    private static final String CLUSTER = "document_cluster_id";
    private static final String CLICK = "click";
    private static final String RESPONSE_QUALITY = "quality";

    private final int candidates;
    private final int slateSize;
    private final Set<String> sent;
    private final boolean tellsQuality;

    /** Reads what an environment shows of all that agents for slates can make use of. */
    SlateReader(Environment environment) {
        candidates = Math.toIntExact(environment.getAction().getItemCount());
        slateSize = environment.getAction().getSlateSize();
        Set<String> useful = Set.of(USER, DOCUMENTS, QUALITY, CLUSTER);
        sent = environment.getObservationsList().stream()
                .map(TensorSpec::getName)
                .filter(useful::contains)
                .collect(Collectors.toUnmodifiableSet());
        tellsQuality = environment.getSignalsList().stream()
                .anyMatch(signal -> signal.getName().equals(RESPONSE_QUALITY));
    }

    /** The observations that a simulation has to send. */
    String[] observations() {
        return sent.stream().sorted().toArray(String[]::new);
    }

    int slateSize() {
        return slateSize;
    }

    boolean tellsQuality() {
        return tellsQuality;
    }

    boolean[] clicks(Result result, int lane) {
        ColumnView column = result.signal(CLICK);
        boolean[] clicks = new boolean[column.rowLength(lane)];
        for (int slot = 0; slot < clicks.length; slot++) {
            clicks[slot] = column.longAt(column.rowStart(lane) + slot) != 0;
        }
        return clicks;
    }

    /** The sum of the qualities of what was clicked; 0 where responses do not tell quality. */
    double clickedQuality(Result result, int lane, boolean[] clicks) {
        double sum = 0;
        if (tellsQuality) {
            ColumnView column = result.signal(RESPONSE_QUALITY);
            for (int slot = 0; slot < clicks.length; slot++) {
                sum += clicks[slot] ? column.doubleAt(column.rowStart(lane) + slot) : 0;
            }
        }
        return sum;
    }

    SlateContext read(Result result, int lane) {
        return read(result::observation, lane);
    }

    SlateContext read(FinalObservations last, int row) {
        return read(last::observation, row);
    }

    private SlateContext read(Function<String, ColumnView> columns, int row) {
        SlateContext.Builder context = SlateContext.of(candidates, slateSize);
        if (sent.contains(USER)) {
            context.user(columns.apply(USER).doubleRow(row));
        }
        if (sent.contains(DOCUMENTS)) {
            context.documents(columns.apply(DOCUMENTS).doubleRow(row));
        }
        if (sent.contains(QUALITY)) {
            context.qualities(columns.apply(QUALITY).doubleRow(row));
        }
        if (sent.contains(CLUSTER)) {
            context.clusters(columns.apply(CLUSTER).intRow(row));
        }
        return context.build();
    }
}
