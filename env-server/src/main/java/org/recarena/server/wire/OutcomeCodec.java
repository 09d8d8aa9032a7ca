package org.recarena.server.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Function;
import org.recarena.simulator.Outcome;
import org.recarena.simulator.space.Column;
import org.recarena.v1.DataType;
import org.recarena.v1.FinalObservations;
import org.recarena.v1.Tensor;

/** Outcomes in the contract's form, wrapping the simulator's bytes instead of copying them. Stateless. */
public final class OutcomeCodec {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    private OutcomeCodec() {}

    /**
     * An outcome as it is sent. The outcome's arrays must not be written any more.
     *
     * @param outcome what the simulator returned
     * @param sent how many of its observations are sent, counted from the first
     * @param components of the reward
     * @return the message
     */
    public static org.recarena.v1.Outcome encode(Outcome outcome, int sent, int components) {
        int lanes = outcome.terminated().length;
        Tensor.Builder rewards = Tensor.newBuilder()
                .setDataType(DataType.DATA_TYPE_FLOAT64)
                .addShape(lanes)
                .setData(bytes(outcome.rewards()));
        if (components > 1) {
            rewards.addShape(components);
        }
        org.recarena.v1.Outcome.Builder message = org.recarena.v1.Outcome.newBuilder()
                .setStep(outcome.step())
                .setRewards(rewards)
                .setTerminated(UnsafeByteOperations.unsafeWrap(outcome.terminated()))
                .setTruncated(UnsafeByteOperations.unsafeWrap(outcome.truncated()))
                .setEpisodes(bytes(outcome.episodes()))
                .setActive(UnsafeByteOperations.unsafeWrap(outcome.active()))
                .setUnseenEpisodes(outcome.unseen().count());
        List<Column> observations = outcome.observations();
        for (int i = 0; i < sent; i++) {
            message.addObservations(column(observations.get(i)));
        }
        for (Column signal : outcome.signals()) {
            message.addSignals(column(signal));
        }
        if (outcome.finalLanes().length > 0) {
            FinalObservations.Builder last = FinalObservations.newBuilder().setLanes(bytes(outcome.finalLanes()));
            for (int i = 0; i < sent; i++) {
                last.addObservations(column(outcome.finalObservations().get(i)));
            }
            message.setFinalObservations(last);
        }
        return message.build();
    }

    /**
     * A column as it is sent. It must not be written any more.
     *
     * @param column the simulator's
     * @return the contract's, around the same bytes
     */
    public static org.recarena.v1.Column column(Column column) {
        Tensor.Builder tensor = Tensor.newBuilder()
                .setDataType(SpecCodec.dataType(column.spec().dataType()))
                .setData(UnsafeByteOperations.unsafeWrap(column.data(), 0, column.size()));
        for (long length : column.shape()) {
            tensor.addShape(length);
        }
        org.recarena.v1.Column.Builder message = org.recarena.v1.Column.newBuilder()
                .setName(column.spec().name())
                .setValues(tensor);
        if (column.spec().ragged()) {
            message.setRowOffsets(bytes(column.rowOffsets()));
        }
        return message.build();
    }

    /**
     * A named FLOAT64 array of any shape.
     *
     * @param name its name
     * @param shape the length of each dimension
     * @param values row-major
     * @return the column
     */
    public static org.recarena.v1.Column column(String name, List<Integer> shape, double[] values) {
        return org.recarena.v1.Column.newBuilder()
                .setName(name)
                .setValues(tensor(shape, values))
                .build();
    }

    /**
     * A FLOAT64 tensor.
     *
     * @param shape the length of each dimension
     * @param values row-major
     * @return the tensor
     */
    public static Tensor tensor(List<Integer> shape, double[] values) {
        Tensor.Builder tensor =
                Tensor.newBuilder().setDataType(DataType.DATA_TYPE_FLOAT64).setData(bytes(values));
        shape.forEach(tensor::addShape);
        return tensor.build();
    }

    /**
     * A FLOAT64 tensor of rows of equal length.
     *
     * @param <T> what each row is of
     * @param things one for each row, at least one
     * @param row the numbers of a row
     * @return the tensor, of two dimensions
     */
    public static <T> Tensor tensor(List<T> things, Function<T, double[]> row) {
        int width = row.apply(things.get(0)).length;
        double[] all = new double[things.size() * width];
        for (int i = 0; i < things.size(); i++) {
            System.arraycopy(row.apply(things.get(i)), 0, all, i * width, width);
        }
        return tensor(List.of(things.size(), width), all);
    }

    private static ByteString bytes(double[] values) {
        byte[] bytes = new byte[values.length * Double.BYTES];
        for (int i = 0; i < values.length; i++) {
            DOUBLE.set(bytes, i * Double.BYTES, values[i]);
        }
        return UnsafeByteOperations.unsafeWrap(bytes);
    }

    private static ByteString bytes(long[] values) {
        byte[] bytes = new byte[values.length * Long.BYTES];
        for (int i = 0; i < values.length; i++) {
            LONG.set(bytes, i * Long.BYTES, values[i]);
        }
        return UnsafeByteOperations.unsafeWrap(bytes);
    }

    private static ByteString bytes(int[] values) {
        byte[] bytes = new byte[values.length * Integer.BYTES];
        for (int i = 0; i < values.length; i++) {
            INT.set(bytes, i * Integer.BYTES, values[i]);
        }
        return UnsafeByteOperations.unsafeWrap(bytes);
    }
}
