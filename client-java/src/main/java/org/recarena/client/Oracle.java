package org.recarena.client;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.recarena.v1.Column;
import org.recarena.v1.GetClickProbabilitiesRequest;
import org.recarena.v1.GetClickProbabilitiesResponse;
import org.recarena.v1.GetTwinRequest;
import org.recarena.v1.GetTwinResponse;
import org.recarena.v1.GetUsersRequest;
import org.recarena.v1.GetWorldRequest;
import org.recarena.v1.OracleServiceGrpc;

/** Ground truth of a simulation: what a real platform could never see. Needs a permission of its own. */
public final class Oracle {

    private final Calls calls;
    private final String simulationId;

    Oracle(Calls calls, String simulationId) {
        this.calls = calls;
        this.simulationId = simulationId;
    }

    /**
     * The world's parameters.
     *
     * @return by name
     */
    public Map<String, ColumnView> world() {
        GetWorldRequest request =
                GetWorldRequest.newBuilder().setSimulationId(simulationId).build();
        return byName(Waiting.join(calls.call(OracleServiceGrpc.getGetWorldMethod(), request))
                .getParametersList());
    }

    /**
     * The users' latent state.
     *
     * @return by name, a row for each lane
     */
    public Map<String, ColumnView> users() {
        GetUsersRequest request =
                GetUsersRequest.newBuilder().setSimulationId(simulationId).build();
        return byName(Waiting.join(calls.call(OracleServiceGrpc.getGetUsersMethod(), request))
                .getStatesList());
    }

    /**
     * For every lane and item, the probability that the user would click it if it were recommended now.
     *
     * @return N x items
     */
    public ColumnView clickProbabilities() {
        return Waiting.join(clickProbabilitiesAsync());
    }

    /**
     * {@link #clickProbabilities()} without waiting.
     *
     * @return N x items, later
     */
    public CompletableFuture<ColumnView> clickProbabilitiesAsync() {
        GetClickProbabilitiesRequest request = GetClickProbabilitiesRequest.newBuilder()
                .setSimulationId(simulationId)
                .build();
        return calls.call(OracleServiceGrpc.getGetClickProbabilitiesMethod(), request)
                .thenApply(GetClickProbabilitiesResponse::getProbabilities)
                .thenApply(tensor -> new ColumnView("click_probabilities", tensor));
    }

    /**
     * What the users would do now with given slates, with some biases left out. Nothing changes, and chance decides as in
     * the step that will be taken.
     *
     * @param recommendation as for a step; its propensities are ignored
     * @param without the ids of the biases to leave out
     * @return click_probabilities (N x k), expected_rewards, reward_errors and rewards (N x components), and then, by
     *     their names after {@code signals.} and {@code truths.}, the signals and what the biases say of each slot
     */
    public Map<String, ColumnView> twin(Recommendation recommendation, Collection<String> without) {
        GetTwinRequest request = GetTwinRequest.newBuilder()
                .setSimulationId(simulationId)
                .setActions(recommendation.request(0).getActions())
                .addAllWithout(without)
                .build();
        GetTwinResponse reply = Waiting.join(calls.call(OracleServiceGrpc.getGetTwinMethod(), request));
        Map<String, ColumnView> views = new LinkedHashMap<>();
        views.put("click_probabilities", new ColumnView("click_probabilities", reply.getClickProbabilities()));
        views.put("expected_rewards", new ColumnView("expected_rewards", reply.getExpectedRewards()));
        views.put("reward_errors", new ColumnView("reward_errors", reply.getRewardErrors()));
        views.put("rewards", new ColumnView("rewards", reply.getRewards()));
        byName(reply.getSignalsList()).forEach((name, view) -> views.put("signals." + name, view));
        byName(reply.getTruthsList()).forEach((name, view) -> views.put("truths." + name, view));
        return views;
    }

    private static Map<String, ColumnView> byName(List<Column> columns) {
        Map<String, ColumnView> views = new LinkedHashMap<>();
        for (Column column : columns) {
            views.put(column.getName(), new ColumnView(column));
        }
        return views;
    }
}
