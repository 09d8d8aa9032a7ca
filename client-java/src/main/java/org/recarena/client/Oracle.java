package org.recarena.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.recarena.v1.Column;
import org.recarena.v1.GetClickProbabilitiesRequest;
import org.recarena.v1.GetClickProbabilitiesResponse;
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

    private static Map<String, ColumnView> byName(List<Column> columns) {
        Map<String, ColumnView> views = new LinkedHashMap<>();
        for (Column column : columns) {
            views.put(column.getName(), new ColumnView(column));
        }
        return views;
    }
}
