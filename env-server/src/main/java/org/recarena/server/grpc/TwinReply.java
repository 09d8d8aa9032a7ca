package org.recarena.server.grpc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.recarena.server.wire.OutcomeCodec;
import org.recarena.server.wire.TensorReader;
import org.recarena.simulator.Simulation;
import org.recarena.simulator.Twin;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.simulator.space.ActionSpace;
import org.recarena.simulator.space.Column;
import org.recarena.v1.GetTwinRequest;
import org.recarena.v1.GetTwinResponse;

/** Twins of all lanes of a simulation in the contract's form. Stateless. */
final class TwinReply {

    private TwinReply() {}

    static GetTwinResponse of(Simulation simulation, GetTwinRequest request) {
        List<Twin> twins = twins(simulation, request);
        GetTwinResponse.Builder reply = GetTwinResponse.newBuilder()
                .setStep(simulation.stepNumber())
                .setClickProbabilities(OutcomeCodec.tensor(twins, Twin::clickProbabilities))
                .setExpectedRewards(OutcomeCodec.tensor(twins, Twin::expectedRewards))
                .setRewardErrors(OutcomeCodec.tensor(twins, Twin::rewardErrors))
                .setRewards(OutcomeCodec.tensor(twins, Twin::rewards));
        Twin first = twins.get(0);
        for (int signal = 0; signal < first.signals().size(); signal++) {
            Column all = new Column(first.signals().get(signal).spec(), twins.size());
            for (Twin twin : twins) {
                all.putRow(twin.signals().get(signal), 0);
            }
            reply.addSignals(OutcomeCodec.column(all));
        }
        int slots = first.clickProbabilities().length;
        int names = first.truthNames().size();
        for (int name = 0; name < names; name++) {
            double[] values = new double[twins.size() * slots];
            for (int i = 0; i < values.length; i++) {
                values[i] = twins.get(i / slots).truths()[i % slots * names + name];
            }
            reply.addTruths(OutcomeCodec.column(first.truthNames().get(name), List.of(twins.size(), slots), values));
        }
        return reply.build();
    }

    private static List<Twin> twins(Simulation simulation, GetTwinRequest request) {
        if (!request.hasActions()) {
            throw new InvalidInputException("actions", "is missing; a twin needs one for each lane");
        }
        ActionSpace space = simulation.world().spaces().action();
        long lanes = simulation.laneCount();
        List<Long> shape = space.slateSize() == 0 ? List.of(lanes) : List.of(lanes, (long) space.slateSize());
        int[] actions = TensorReader.integers(request.getActions(), "actions", shape);
        simulation.world().checkActions(actions, simulation.laneCount());
        Set<String> without = Set.copyOf(request.getWithoutList());
        int width = space.width();
        List<Twin> twins = new ArrayList<>(simulation.laneCount());
        for (int lane = 0; lane < lanes; lane++) {
            int[] action = Arrays.copyOfRange(actions, lane * width, (lane + 1) * width);
            twins.add(simulation.lanes().twin(lane, action, without));
        }
        return twins;
    }
}
