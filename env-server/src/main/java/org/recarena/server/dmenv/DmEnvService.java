package org.recarena.server.dmenv;

import com.google.rpc.Code;
import dm_env_rpc.v1.EnvironmentGrpc;
import dm_env_rpc.v1.EnvironmentRequest;
import dm_env_rpc.v1.EnvironmentResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.recarena.server.grpc.Caller;
import org.recarena.server.hosting.Simulations;
import org.recarena.simulator.EnvironmentCatalog;

/** Serves dm_env_rpc. Nothing here blocks. Thread-safe. */
public final class DmEnvService extends EnvironmentGrpc.EnvironmentImplBase {

    private final Worlds worlds;
    private final Consumer<Code> refusals;
    private final Set<AgentStream> streams = ConcurrentHashMap.newKeySet();

    /**
     * A service over simulations that it shares with the others.
     *
     * @param simulations where worlds are opened
     * @param catalog what worlds are made of
     * @param refusals counts the requests that are refused
     */
    public DmEnvService(Simulations simulations, EnvironmentCatalog catalog, Consumer<Code> refusals) {
        this.worlds = new Worlds(simulations, catalog);
        this.refusals = refusals;
    }

    @Override
    public StreamObserver<EnvironmentRequest> process(StreamObserver<EnvironmentResponse> replies) {
        AgentStream stream = new AgentStream(
                new Agent(worlds, Caller.current().name()),
                (ServerCallStreamObserver<EnvironmentResponse>) replies,
                refusals,
                streams::remove);
        streams.add(stream);
        return stream;
    }

    /** Ends streams when what is under way on them is answered: an idle one would keep the server from stopping. */
    public void drain() {
        streams.forEach(AgentStream::drain);
    }
}
