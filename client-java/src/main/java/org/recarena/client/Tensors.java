package org.recarena.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.recarena.v1.DataType;
import org.recarena.v1.Tensor;

/** Packs arrays as they travel, and reads them in place. */
final class Tensors {

    private Tensors() {}

    /** The bytes in place, numbered from 0, little-endian. */
    static ByteBuffer view(ByteString bytes) {
        // A string may be part of a longer array: without the slice, absolute reads would miss its offset.
        return bytes.asReadOnlyByteBuffer().slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    static Tensor ofInts(int[] values, long... shape) {
        byte[] data = new byte[values.length * Integer.BYTES];
        ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(values);
        return tensor(DataType.DATA_TYPE_INT32, data, values.length, shape);
    }

    static Tensor ofDoubles(double[] values, long... shape) {
        byte[] data = new byte[values.length * Double.BYTES];
        ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().put(values);
        return tensor(DataType.DATA_TYPE_FLOAT64, data, values.length, shape);
    }

    private static Tensor tensor(DataType type, byte[] data, int count, long... shape) {
        Tensor.Builder tensor = Tensor.newBuilder().setDataType(type);
        long product = 1;
        for (long length : shape) {
            tensor.addShape(length);
            product *= length;
        }
        if (product != count) {
            throw new IllegalArgumentException(
                    count + " values do not fill a tensor of shape " + java.util.Arrays.toString(shape));
        }
        return tensor.setData(UnsafeByteOperations.unsafeWrap(data)).build();
    }
}
