package org.recarena.server.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.v1.DataType;
import org.recarena.v1.Tensor;

/** Reads tensors that clients send, refusing what does not have the expected type, shape or length. Stateless. */
public final class TensorReader {

    private TensorReader() {}

    /**
     * Whole numbers.
     *
     * @param tensor INT32 or INT64
     * @param field its name, for messages
     * @param shape the shape it must have
     * @return the elements, row-major
     * @throws InvalidInputException for another type or shape, or an element beyond INT32
     */
    public static int[] integers(Tensor tensor, String field, List<Long> shape) {
        int width = switch (tensor.getDataType()) {
            case DATA_TYPE_INT32 -> Integer.BYTES;
            case DATA_TYPE_INT64 -> Long.BYTES;
            default -> throw wrongType(tensor, field, "DATA_TYPE_INT32 or DATA_TYPE_INT64");
        };
        int count = checkedCount(tensor, field, shape, width);
        ByteBuffer data = tensor.getData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        int[] values = new int[count];
        if (width == Integer.BYTES) {
            data.asIntBuffer().get(values);
            return values;
        }
        for (int i = 0; i < count; i++) {
            long value = data.getLong();
            if (value != (int) value) {
                throw new InvalidInputException(element(field, i, shape), "is " + value + "; it must fit 32 bits");
            }
            values[i] = (int) value;
        }
        return values;
    }

    /**
     * Real numbers.
     *
     * @param tensor FLOAT32 or FLOAT64
     * @param field its name, for messages
     * @param shape the shape it must have
     * @return the elements, row-major
     * @throws InvalidInputException for another type or shape
     */
    public static double[] reals(Tensor tensor, String field, List<Long> shape) {
        boolean wide = tensor.getDataType() == DataType.DATA_TYPE_FLOAT64;
        if (!wide && tensor.getDataType() != DataType.DATA_TYPE_FLOAT32) {
            throw wrongType(tensor, field, "DATA_TYPE_FLOAT64 or DATA_TYPE_FLOAT32");
        }
        int count = checkedCount(tensor, field, shape, wide ? Double.BYTES : Float.BYTES);
        ByteBuffer data = tensor.getData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        double[] values = new double[count];
        if (wide) {
            data.asDoubleBuffer().get(values);
        } else {
            for (int i = 0; i < count; i++) {
                values[i] = data.getFloat();
            }
        }
        return values;
    }

    private static int checkedCount(Tensor tensor, String field, List<Long> shape, int width) {
        if (!tensor.getShapeList().equals(shape)) {
            throw new InvalidInputException(
                    field, "has shape " + shown(tensor.getShapeList()) + "; it must have shape " + shape);
        }
        long count = 1;
        for (long length : shape) {
            count = Math.multiplyExact(count, length);
        }
        if (tensor.getData().size() != count * width) {
            throw new InvalidInputException(
                    field,
                    "has " + tensor.getData().size() + " bytes of data; shape " + shape + " of " + tensor.getDataType()
                            + " takes " + count * width);
        }
        return Math.toIntExact(count);
    }

    private static String shown(List<Long> shape) {
        return shape.size() <= 8 ? shape.toString() : "of " + shape.size() + " dimensions";
    }

    private static InvalidInputException wrongType(Tensor tensor, String field, String allowed) {
        return new InvalidInputException(field, "is of type " + typeName(tensor) + "; it must be " + allowed);
    }

    private static String typeName(Tensor tensor) {
        return tensor.getDataType() == DataType.UNRECOGNIZED
                ? "number " + tensor.getDataTypeValue()
                : tensor.getDataType().name();
    }

    static String element(String field, int index, List<Long> shape) {
        return shape.size() < 2
                ? field + "[" + index + "]"
                : field + "[" + index / shape.get(1) + ", " + index % shape.get(1) + "]";
    }
}
