package org.recarena.client;

import io.grpc.ManagedChannel;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.recarena.v1.CreateResponse;
import org.recarena.v1.DescribeEnvironmentRequest;
import org.recarena.v1.Environment;
import org.recarena.v1.EnvironmentServiceGrpc;
import org.recarena.v1.GetRequest;
import org.recarena.v1.ListEnvironmentsRequest;
import org.recarena.v1.ListRequest;
import org.recarena.v1.Simulation;
import org.recarena.v1.SimulationServiceGrpc;

/** A connection to a RecArena server. May be used by many threads. */
public final class RecArenaClient implements AutoCloseable {

    private final Channels.Connection connection;
    private final Calls calls;

    RecArenaClient(Channels.Connection connection, RetryPolicy retries) {
        this.connection = connection;
        this.calls = new Calls(connection.channel(), retries);
    }

    /**
     * Connects with the default options.
     *
     * @param address {@code host:port}, or {@code unix:/path}
     * @return a client, to be closed
     */
    public static RecArenaClient connect(String address) {
        return builder(address).connect();
    }

    /**
     * Connects with other options.
     *
     * @param address {@code host:port}, or {@code unix:/path}
     * @return the options
     */
    public static ClientBuilder builder(String address) {
        return new ClientBuilder(address);
    }

    /**
     * A client on a channel that was made elsewhere; closed with the client.
     *
     * @param channel should have a direct executor, or steps take longer
     * @param retries how calls are repeated
     * @return a client
     */
    public static RecArenaClient on(ManagedChannel channel, RetryPolicy retries) {
        return new RecArenaClient(new Channels.Connection(channel, () -> {}), retries);
    }

    /**
     * What can be simulated.
     *
     * @return the environments, described under their default configs
     */
    public List<Environment> environments() {
        return Waiting.join(calls.call(
                        EnvironmentServiceGrpc.getListEnvironmentsMethod(),
                        ListEnvironmentsRequest.getDefaultInstance()))
                .getEnvironmentsList();
    }

    /**
     * One environment, with its spaces under a config.
     *
     * @param id such as {@code RecoGym-v1}
     * @param config absent keys have their defaults
     * @return its description
     */
    public Environment describe(String id, Map<String, ?> config) {
        DescribeEnvironmentRequest request = DescribeEnvironmentRequest.newBuilder()
                .setEnvironmentId(id)
                .setConfig(Structs.of(config))
                .build();
        return Waiting.join(calls.call(EnvironmentServiceGrpc.getDescribeEnvironmentMethod(), request))
                .getEnvironment();
    }

    /**
     * Opens a world.
     *
     * @param spec which, and how
     * @return a handle, to be closed
     */
    public RemoteSimulation create(SimulationSpec spec) {
        CreateResponse response = Waiting.join(calls.call(
                SimulationServiceGrpc.getCreateMethod(),
                spec.request(UUID.randomUUID().toString())));
        return new RemoteSimulation(calls, response.getSimulation(), response.getWarningsList());
    }

    /**
     * A simulation that was opened before, to go on with.
     *
     * @param simulationId its handle
     * @return the simulation, at the step where it stands
     */
    public RemoteSimulation attach(String simulationId) {
        GetRequest request =
                GetRequest.newBuilder().setSimulationId(simulationId).build();
        return new RemoteSimulation(
                calls,
                Waiting.join(calls.call(SimulationServiceGrpc.getGetMethod(), request))
                        .getSimulation(),
                List.of());
    }

    /**
     * The open simulations that have certain labels, the first hundred.
     *
     * @param labels all of which they have
     * @return in order of creation
     */
    public List<Simulation> simulations(Map<String, String> labels) {
        return Waiting.join(calls.call(
                        SimulationServiceGrpc.getListMethod(),
                        ListRequest.newBuilder().putAllLabels(labels).build()))
                .getSimulationsList();
    }

    /** Disconnects. Simulations that were not closed stay open on the server until they expire. */
    @Override
    public void close() {
        ManagedChannel channel = connection.channel();
        channel.shutdown();
        try {
            if (!channel.awaitTermination(5, TimeUnit.SECONDS)) {
                channel.shutdownNow();
            }
        } catch (InterruptedException e) {
            channel.shutdownNow();
            Thread.currentThread().interrupt();
        }
        connection.afterwards().run();
    }
}
