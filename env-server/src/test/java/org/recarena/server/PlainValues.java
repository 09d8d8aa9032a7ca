package org.recarena.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.recarena.v1.Column;
import org.recarena.v1.Outcome;
import org.recarena.v1.Tensor;

/** What an outcome says, in the plain values of the conformance kit: an array for each column, with a row a lane. */
final class PlainValues {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private PlainValues() {}

    static JsonNode of(Outcome outcome) {
        ObjectNode said = JSON.objectNode();
        said.set("rewards", of(outcome.getRewards()));
        said.set("terminated", flags(outcome.getTerminated()));
        said.set("truncated", flags(outcome.getTruncated()));
        said.set("active", flags(outcome.getActive()));
        ArrayNode episodes = said.putArray("episodes");
        Player.longs(outcome.getEpisodes()).forEach(episodes::add);
        said.set("observations", columns(outcome.getObservationsList()));
        said.set("signals", columns(outcome.getSignalsList()));
        if (outcome.hasFinalObservations()) {
            ArrayNode lanes = said.putArray("final_lanes");
            Player.ints(outcome.getFinalObservations().getLanes()).forEach(lanes::add);
            said.set(
                    "final_observations", columns(outcome.getFinalObservations().getObservationsList()));
        }
        return said;
    }

    private static JsonNode flags(ByteString bytes) {
        ArrayNode flags = JSON.arrayNode();
        for (byte flag : bytes) {
            flags.add(flag != 0);
        }
        return flags;
    }

    private static JsonNode columns(List<Column> columns) {
        ObjectNode named = JSON.objectNode();
        columns.forEach(column -> named.set(column.getName(), rows(column)));
        return named;
    }

    /** Where rows differ in length, the offsets say which entries belong to which. */
    private static JsonNode rows(Column column) {
        JsonNode entries = of(column.getValues());
        if (column.getRowOffsets().isEmpty()) {
            return entries;
        }
        List<Integer> offsets = Player.ints(column.getRowOffsets());
        ArrayNode rows = JSON.arrayNode();
        for (int row = 0; row + 1 < offsets.size(); row++) {
            ArrayNode entriesOfRow = rows.addArray();
            for (int i = offsets.get(row); i < offsets.get(row + 1); i++) {
                entriesOfRow.add(entries.get(i));
            }
        }
        return rows;
    }

    /** Nested arrays, as the shape says. */
    static JsonNode of(Tensor tensor) {
        ByteBuffer data = tensor.getData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        return nested(tensor, 0, data);
    }

    private static JsonNode nested(Tensor tensor, int dimension, ByteBuffer data) {
        if (dimension == tensor.getShapeCount()) {
            return element(tensor, data);
        }
        ArrayNode array = JSON.arrayNode();
        for (long i = 0; i < tensor.getShape(dimension); i++) {
            array.add(nested(tensor, dimension + 1, data));
        }
        return array;
    }

    private static JsonNode element(Tensor tensor, ByteBuffer data) {
        return switch (tensor.getDataType()) {
            case DATA_TYPE_BOOL -> JSON.booleanNode(data.get() != 0);
            case DATA_TYPE_UINT8 -> JSON.numberNode(Byte.toUnsignedInt(data.get()));
            case DATA_TYPE_INT32 -> JSON.numberNode(data.getInt());
            case DATA_TYPE_INT64 -> JSON.numberNode(data.getLong());
            case DATA_TYPE_FLOAT32 -> JSON.numberNode((double) data.getFloat());
            case DATA_TYPE_FLOAT64 -> JSON.numberNode(data.getDouble());
            case DATA_TYPE_UNSPECIFIED, UNRECOGNIZED -> throw new AssertionError("no type: " + tensor);
        };
    }
}
