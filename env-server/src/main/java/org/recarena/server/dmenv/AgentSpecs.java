package org.recarena.server.dmenv;

import com.google.protobuf.ByteString;
import dm_env_rpc.v1.ActionObservationSpecs;
import dm_env_rpc.v1.Tensor;
import dm_env_rpc.v1.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.recarena.server.hosting.SimulationSetup;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.simulator.space.ActionSpace;
import org.recarena.simulator.space.DataType;
import org.recarena.v1.Column;
import org.recarena.v1.Outcome;

/**
 * What an agent of a world can do and see, and the numbers that stand for it: actions and observations are numbered
 * from 1, in the order in which they are described. Immutable.
 *
 * <p>There is no observation {@code discount}: an episode's end is in the state, from which the adaptor to dm_env makes
 * the discount that dm_env wants; and of an observation it would make one for the first step too, which has none.
 */
final class AgentSpecs {

    private static final long ACTION = 1;

    private final ActionSpace space;
    private final List<Integer> actionShape;
    private final List<Observable> observables = new ArrayList<>();
    private final ActionObservationSpecs described;

    /** One observation, and where to find it in an outcome. */
    private record Observable(TensorSpec spec, Function<Outcome, Tensor> value) {}

    /** The specifications of a world. */
    AgentSpecs(SimulationSetup setup) {
        this.space = setup.spaces().action();
        this.actionShape = space.slateSize() == 0 ? List.of() : List.of(space.slateSize());
        observables.add(reward(setup.spaces().rewards().size()));
        List<org.recarena.simulator.space.TensorSpec> sent = setup.observations(setup.sent());
        for (int i = 0; i < sent.size(); i++) {
            int index = i;
            observables.add(observable(sent.get(i).name(), sent.get(i), outcome -> outcome.getObservations(index)));
        }
        List<org.recarena.simulator.space.TensorSpec> signals = setup.spaces().signals();
        for (int i = 0; i < signals.size(); i++) {
            int index = i;
            observables.add(observable(
                    "signal." + signals.get(i).name(), signals.get(i), outcome -> outcome.getSignals(index)));
        }
        this.described = describe(observables, action());
    }

    private static Observable reward(int components) {
        List<Integer> shape = components == 1 ? List.of() : List.of(components);
        TensorSpec spec = PackedTensors.spec("reward", DataType.FLOAT64, shape).build();
        return new Observable(spec, outcome -> PackedTensors.of(outcome.getRewards(), shape));
    }

    private static Observable observable(
            String name, org.recarena.simulator.space.TensorSpec spec, Function<Outcome, Column> column) {
        TensorSpec.Builder described = PackedTensors.spec(name, spec.dataType(), spec.shape());
        spec.minimum()
                .ifPresent(low -> PackedTensors.bound(spec.dataType(), low).ifPresent(described::setMin));
        spec.maximum()
                .ifPresent(high -> PackedTensors.bound(spec.dataType(), high).ifPresent(described::setMax));
        return new Observable(
                described.build(), outcome -> row(column.apply(outcome).getValues(), spec));
    }

    /** The only row of a column. */
    private static Tensor row(org.recarena.v1.Tensor values, org.recarena.simulator.space.TensorSpec spec) {
        List<Integer> shape = new ArrayList<>(spec.shape());
        if (spec.ragged()) {
            shape.set(0, (int) values.getShape(0));
        }
        return PackedTensors.of(values, shape);
    }

    private TensorSpec action() {
        return PackedTensors.spec(space.slateSize() == 0 ? "item" : "slate", DataType.INT32, actionShape)
                .setMin(PackedTensors.bound(DataType.INT32, 0).orElseThrow())
                .setMax(PackedTensors.bound(DataType.INT32, space.itemCount() - 1)
                        .orElseThrow())
                .build();
    }

    private static ActionObservationSpecs describe(List<Observable> observables, TensorSpec action) {
        ActionObservationSpecs.Builder specs =
                ActionObservationSpecs.newBuilder().putActions(ACTION, action);
        for (int i = 0; i < observables.size(); i++) {
            specs.putObservations(i + 1, observables.get(i).spec());
        }
        return specs.build();
    }

    /** As the agent is told. */
    ActionObservationSpecs describe() {
        return described;
    }

    /** The items of a step, for the simulation. Where they are left out, the first ones of the catalogue. */
    org.recarena.v1.Tensor actions(Map<Long, Tensor> given) {
        for (long number : given.keySet()) {
            if (number != ACTION) {
                throw new InvalidInputException(
                        "actions[" + Long.toUnsignedString(number) + "]",
                        "is not an action; there is " + ACTION + " (" + action().getName() + ")");
            }
        }
        Tensor tensor = given.get(ACTION);
        int[] items = tensor == null
                ? firstItems()
                : checked(new GivenTensor(tensor, "actions[" + ACTION + "]").integers(actionShape));
        ByteBuffer bytes = ByteBuffer.allocate(items.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(items);
        org.recarena.v1.Tensor.Builder actions = org.recarena.v1.Tensor.newBuilder()
                .setDataType(org.recarena.v1.DataType.DATA_TYPE_INT32)
                .addShape(1)
                .setData(ByteString.copyFrom(bytes));
        actionShape.forEach(actions::addShape);
        return actions.build();
    }

    /** Distinct as far as the catalogue goes, so that they are legal where a slate must not repeat an item. */
    private int[] firstItems() {
        int[] items = new int[space.width()];
        for (int i = 0; i < items.length; i++) {
            items[i] = i % space.itemCount();
        }
        return items;
    }

    /** The simulation may take more than the specification says, but an agent has only that to go by. */
    private int[] checked(int[] items) {
        for (int i = 0; i < items.length; i++) {
            if (items[i] < 0 || items[i] >= space.itemCount()) {
                String element = actionShape.isEmpty() ? "" : "[" + i + "]";
                throw new InvalidInputException(
                        "actions[" + ACTION + "]" + element,
                        "is " + items[i] + "; it must be from 0 to " + (space.itemCount() - 1));
            }
        }
        return items;
    }

    /** Refuses to observe what there is not. */
    void checkRequested(List<Long> numbers) {
        for (long number : numbers) {
            if (number < 1 || number > observables.size()) {
                throw new InvalidInputException(
                        "requested_observations",
                        "holds " + Long.toUnsignedString(number) + "; observations are numbered from 1 to "
                                + observables.size());
            }
        }
    }

    /** One observation of an outcome, by a number that was checked. */
    Tensor observe(long number, Outcome outcome) {
        return observables.get((int) number - 1).value().apply(outcome);
    }
}
