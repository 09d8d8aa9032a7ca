package org.recarena.server.dmenv;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import dm_env_rpc.v1.Tensor;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.recarena.simulator.input.InvalidInputException;

/** A tensor that a client sent, its shape resolved: a dimension of -1, and one element for all. Immutable. */
final class GivenTensor {

    private static final int MOST_ELEMENTS = 1 << 20;
    private static final int MOST_DIMENSIONS = 8;

    private final Tensor tensor;
    private final String field;
    private final List<Integer> shape;
    private final int stored;
    private final int count;

    /** Refuses, naming the field, a shape that cannot be, or one that does not fit the elements. */
    GivenTensor(Tensor tensor, String field) {
        this.tensor = tensor;
        this.field = field;
        this.stored = stored(tensor);
        this.shape = resolve(tensor.getShapeList());
        this.count = shape.contains(0) ? 0 : shape.stream().reduce(1, Math::multiplyExact);
    }

    private static int stored(Tensor tensor) {
        return switch (tensor.getPayloadCase()) {
            case FLOATS -> tensor.getFloats().getArrayCount();
            case DOUBLES -> tensor.getDoubles().getArrayCount();
            case INT8S -> tensor.getInt8S().getArray().size();
            case INT32S -> tensor.getInt32S().getArrayCount();
            case INT64S -> tensor.getInt64S().getArrayCount();
            case UINT8S -> tensor.getUint8S().getArray().size();
            case UINT32S -> tensor.getUint32S().getArrayCount();
            case UINT64S -> tensor.getUint64S().getArrayCount();
            case BOOLS -> tensor.getBools().getArrayCount();
            case STRINGS -> tensor.getStrings().getArrayCount();
            case PROTOS -> tensor.getProtos().getArrayCount();
            case PAYLOAD_NOT_SET -> 0;
        };
    }

    private List<Integer> resolve(List<Integer> given) {
        if (given.size() > MOST_DIMENSIONS) {
            throw refuse("has " + given.size() + " dimensions; it may have " + MOST_DIMENSIONS);
        }
        long known = 1;
        int open = -1;
        for (int i = 0; i < given.size(); i++) {
            int length = given.get(i);
            if (length >= 0) {
                known = Math.min(known * length, Integer.MAX_VALUE);
            } else if (open < 0) {
                open = i;
            } else {
                throw refuse("has shape " + given + "; at most one dimension may be -1");
            }
        }
        List<Integer> lengths = new ArrayList<>(given);
        if (open >= 0) {
            if (known == 0 || stored % known != 0) {
                throw refuse("has shape " + given + ", which " + stored + " elements do not fill");
            }
            lengths.set(open, (int) (stored / known));
        } else if (stored != known && (stored != 1 || known > MOST_ELEMENTS)) {
            throw refuse("has " + stored + " elements; shape " + given + " takes " + known
                    + ", or one for all of up to " + MOST_ELEMENTS);
        }
        return List.copyOf(lengths);
    }

    /** Elements of type INT32, in a shape that a specification wants. */
    int[] integers(List<Integer> wanted) {
        if (tensor.getPayloadCase() != Tensor.PayloadCase.INT32S) {
            throw refuse("holds " + type() + "; it must hold int32s");
        }
        if (!shape.equals(wanted)) {
            throw refuse("has shape " + shape + "; it must have shape " + wanted);
        }
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = tensor.getInt32S().getArray(index(i));
        }
        return values;
    }

    /** A whole number of any integer type, from 0 to 2^64 - 1. */
    long seed() {
        Object value = scalar();
        if (value instanceof Long number && number >= 0) {
            return number;
        }
        if (value instanceof BigInteger number) {
            return number.longValue();
        }
        throw refuse("is " + value + "; it must be a whole number, 0 to 2^64 - 1");
    }

    /** A floating-point number. */
    double real() {
        Object value = scalar();
        if (value instanceof Double number) {
            return number;
        }
        throw refuse("is " + value + " of " + type() + "; it must be one of doubles or floats");
    }

    /** A text. */
    String text() {
        if (scalar() instanceof String text) {
            return text;
        }
        throw refuse("holds " + type() + "; it must hold strings");
    }

    /** A list of texts. */
    List<String> texts() {
        if (shape.size() != 1 || tensor.getPayloadCase() != Tensor.PayloadCase.STRINGS) {
            throw refuse("holds " + type() + " of shape " + shape + "; it must hold strings, of one dimension");
        }
        List<String> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            texts.add(tensor.getStrings().getArray(index(i)));
        }
        return texts;
    }

    private Object scalar() {
        if (!shape.isEmpty()) {
            throw refuse("has shape " + shape + "; it must be a scalar");
        }
        return element(0);
    }

    /**
     * As a config value: a scalar, a list or a matrix of numbers; or a text, which is read as JSON where it looks like
     * it, for what is no array of numbers.
     */
    Value configValue() {
        return switch (shape.size()) {
            case 0 -> element(0) instanceof String text && isJson(text) ? json(text) : value(element(0));
            case 1 -> list(0, shape.get(0));
            case 2 -> {
                ListValue.Builder rows = ListValue.newBuilder();
                for (int row = 0; row < shape.get(0); row++) {
                    rows.addValues(list(row * shape.get(1), shape.get(1)));
                }
                yield Value.newBuilder().setListValue(rows).build();
            }
            default -> throw refuse("has shape " + shape + "; a setting has at most two dimensions");
        };
    }

    private static boolean isJson(String text) {
        return text.startsWith("{") || text.startsWith("[");
    }

    private Value json(String text) {
        Value.Builder value = Value.newBuilder();
        try {
            JsonFormat.parser().merge(text, value);
        } catch (InvalidProtocolBufferException malformed) {
            throw refuse("is no JSON: " + malformed.getMessage());
        }
        return value.build();
    }

    private Value list(int from, int length) {
        ListValue.Builder values = ListValue.newBuilder();
        for (int i = from; i < from + length; i++) {
            values.addValues(value(element(i)));
        }
        return Value.newBuilder().setListValue(values).build();
    }

    private static Value value(Object element) {
        Value.Builder value = Value.newBuilder();
        if (element instanceof Boolean flag) {
            return value.setBoolValue(flag).build();
        }
        if (element instanceof Number number) {
            return value.setNumberValue(number.doubleValue()).build();
        }
        return value.setStringValue(String.valueOf(element)).build();
    }

    /** Double, Long, BigInteger (from 2^63 on), Boolean or String. */
    private Object element(int position) {
        int i = index(position);
        return switch (tensor.getPayloadCase()) {
            case FLOATS -> (double) tensor.getFloats().getArray(i);
            case DOUBLES -> tensor.getDoubles().getArray(i);
            case INT8S -> (long) tensor.getInt8S().getArray().byteAt(i);
            case INT32S -> (long) tensor.getInt32S().getArray(i);
            case INT64S -> tensor.getInt64S().getArray(i);
            case UINT8S ->
                (long) Byte.toUnsignedInt(tensor.getUint8S().getArray().byteAt(i));
            case UINT32S -> Integer.toUnsignedLong(tensor.getUint32S().getArray(i));
            case UINT64S -> unsigned(tensor.getUint64S().getArray(i));
            case BOOLS -> tensor.getBools().getArray(i);
            case STRINGS -> tensor.getStrings().getArray(i);
            case PROTOS, PAYLOAD_NOT_SET ->
                throw refuse("holds " + type() + "; it must hold numbers, bools or strings");
        };
    }

    private static Object unsigned(long bits) {
        return bits >= 0 ? (Object) bits : new BigInteger(Long.toUnsignedString(bits));
    }

    private int index(int position) {
        return stored == 1 ? 0 : position;
    }

    private String type() {
        return tensor.getPayloadCase() == Tensor.PayloadCase.PAYLOAD_NOT_SET
                ? "nothing"
                : tensor.getPayloadCase().name().toLowerCase(java.util.Locale.ROOT);
    }

    private InvalidInputException refuse(String fault) {
        return new InvalidInputException(field, fault);
    }
}
