package org.recarena.server.dmenv;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dm_env_rpc.v1.DataType;
import dm_env_rpc.v1.Tensor;
import dm_env_rpc.v1.TensorSpec;
import java.io.UncheckedIOException;
import java.util.List;
import org.recarena.server.wire.ConfigCodec;

/** Config values as tensors, in the form in which settings take them. Stateless. */
final class ConfigTensors {

    private ConfigTensors() {}

    /** Of a Boolean, Integer, Long, Double, String, a list or matrix of Double; of anything else as JSON in a text. */
    static Tensor of(Object value) {
        Tensor.Builder tensor = Tensor.newBuilder();
        if (value instanceof Boolean flag) {
            tensor.getBoolsBuilder().addArray(flag);
        } else if (value instanceof Integer number) {
            tensor.getInt32SBuilder().addArray(number);
        } else if (value instanceof Long number) {
            tensor.getInt64SBuilder().addArray(number);
        } else if (value instanceof Double number) {
            tensor.getDoublesBuilder().addArray(number);
        } else if (value instanceof String text) {
            tensor.getStringsBuilder().addArray(text);
        } else if (value instanceof List<?> list && isMatrix(list)) {
            tensor.addShape(list.size()).addShape(((List<?>) list.get(0)).size());
            list.forEach(row -> addAll((List<?>) row, tensor));
        } else if (value instanceof List<?> list && list.stream().allMatch(Double.class::isInstance)) {
            tensor.addShape(list.size());
            addAll(list, tensor);
        } else {
            tensor.getStringsBuilder().addArray(json(value));
        }
        return tensor.build();
    }

    private static boolean isMatrix(List<?> list) {
        return !list.isEmpty()
                && list.stream()
                        .allMatch(row -> row instanceof List<?> numbers
                                && numbers.stream().allMatch(Double.class::isInstance));
    }

    private static void addAll(List<?> numbers, Tensor.Builder tensor) {
        Tensor.DoubleArray.Builder doubles = tensor.getDoublesBuilder();
        numbers.forEach(number -> doubles.addArray((Double) number));
    }

    private static String json(Object value) {
        try {
            return JsonFormat.printer().omittingInsignificantWhitespace().print(ConfigCodec.toValue(value));
        } catch (InvalidProtocolBufferException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The specification that a tensor of numbers, flags or texts meets. */
    static TensorSpec spec(String name, Tensor tensor) {
        return TensorSpec.newBuilder()
                .setName(name)
                .setDtype(
                        switch (tensor.getPayloadCase()) {
                            case BOOLS -> DataType.BOOL;
                            case INT32S -> DataType.INT32;
                            case INT64S -> DataType.INT64;
                            case DOUBLES -> DataType.DOUBLE;
                            default -> DataType.STRING;
                        })
                .addAllShape(tensor.getShapeList())
                .build();
    }
}
