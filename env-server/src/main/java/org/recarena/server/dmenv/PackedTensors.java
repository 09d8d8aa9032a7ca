package org.recarena.server.dmenv;

import com.google.protobuf.ByteString;
import dm_env_rpc.v1.Tensor;
import dm_env_rpc.v1.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.recarena.simulator.space.DataType;

/** Tensors and specifications in dm_env_rpc's form. Stateless. */
final class PackedTensors {

    private PackedTensors() {}

    /** The elements of a tensor of the contract, in a shape of as many. */
    static Tensor of(org.recarena.v1.Tensor tensor, List<Integer> shape) {
        Tensor.Builder packed = Tensor.newBuilder().addAllShape(shape);
        ByteString bytes = tensor.getData();
        ByteBuffer data = bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        switch (tensor.getDataType()) {
            case DATA_TYPE_BOOL -> {
                Tensor.BoolArray.Builder bools = packed.getBoolsBuilder();
                while (data.hasRemaining()) {
                    bools.addArray(data.get() != 0);
                }
            }
            case DATA_TYPE_UINT8 -> packed.getUint8SBuilder().setArray(bytes);
            case DATA_TYPE_INT32 -> {
                Tensor.Int32Array.Builder ints = packed.getInt32SBuilder();
                while (data.hasRemaining()) {
                    ints.addArray(data.getInt());
                }
            }
            case DATA_TYPE_INT64 -> {
                Tensor.Int64Array.Builder longs = packed.getInt64SBuilder();
                while (data.hasRemaining()) {
                    longs.addArray(data.getLong());
                }
            }
            case DATA_TYPE_FLOAT32 -> {
                Tensor.FloatArray.Builder floats = packed.getFloatsBuilder();
                while (data.hasRemaining()) {
                    floats.addArray(data.getFloat());
                }
            }
            case DATA_TYPE_FLOAT64 -> {
                Tensor.DoubleArray.Builder doubles = packed.getDoublesBuilder();
                while (data.hasRemaining()) {
                    doubles.addArray(data.getDouble());
                }
            }
            case DATA_TYPE_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("a tensor of type " + tensor.getDataTypeValue());
        }
        return packed.build();
    }

    /** A text. */
    static Tensor text(String value) {
        return Tensor.newBuilder()
                .setStrings(Tensor.StringArray.newBuilder().addArray(value))
                .build();
    }

    /** Texts, of one dimension. */
    static Tensor texts(List<String> values) {
        return Tensor.newBuilder()
                .setStrings(Tensor.StringArray.newBuilder().addAllArray(values))
                .addShape(values.size())
                .build();
    }

    /** A specification without bounds. */
    static TensorSpec.Builder spec(String name, DataType type, List<Integer> shape) {
        return TensorSpec.newBuilder().setName(name).setDtype(dataType(type)).addAllShape(shape);
    }

    private static dm_env_rpc.v1.DataType dataType(DataType type) {
        return switch (type) {
            case BOOL -> dm_env_rpc.v1.DataType.BOOL;
            case UINT8 -> dm_env_rpc.v1.DataType.UINT8;
            case INT32 -> dm_env_rpc.v1.DataType.INT32;
            case INT64 -> dm_env_rpc.v1.DataType.INT64;
            case FLOAT32 -> dm_env_rpc.v1.DataType.FLOAT;
            case FLOAT64 -> dm_env_rpc.v1.DataType.DOUBLE;
        };
    }

    /** One bound for all elements; empty for booleans, which have none in this protocol. */
    static Optional<TensorSpec.Value> bound(DataType type, double bound) {
        TensorSpec.Value.Builder value = TensorSpec.Value.newBuilder();
        switch (type) {
            case BOOL -> {
                return Optional.empty();
            }
            case UINT8 -> value.getUint8SBuilder().setArray(ByteString.copyFrom(new byte[] {(byte) Math.round(bound)}));
            case INT32 -> value.getInt32SBuilder().addArray((int) bound);
            case INT64 -> value.getInt64SBuilder().addArray((long) bound);
            case FLOAT32 -> value.getFloatsBuilder().addArray((float) bound);
            case FLOAT64 -> value.getDoublesBuilder().addArray(bound);
        }
        return Optional.of(value.build());
    }
}
