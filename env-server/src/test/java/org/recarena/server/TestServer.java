package org.recarena.server;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.recarena.server.settings.Settings;
import org.recarena.server.settings.Settings.Given;
import org.recarena.simulator.EnvironmentCatalog;

/** A real server on free ports of this machine, and connections to it. */
final class TestServer implements AutoCloseable {

    private final RecArenaServer server;
    private final List<ManagedChannel> channels = new ArrayList<>();

    private TestServer(RecArenaServer server) {
        this.server = server;
    }

    /** Starts a server on a data directory, with settings as name, value, name, value ... */
    static TestServer start(Path data, String... more) throws IOException {
        return start(EnvironmentCatalog.installed(), data, more);
    }

    /** The same with other environments. */
    static TestServer start(EnvironmentCatalog catalog, Path data, String... more) throws IOException {
        Map<String, Given> given = new LinkedHashMap<>();
        given.put("grpc-port", new Given("0", "test"));
        given.put("http-port", new Given("0", "test"));
        given.put("data", new Given(data.toString(), "test"));
        for (int i = 0; i < more.length; i += 2) {
            given.put(more[i], new Given(more[i + 1], "test"));
        }
        return new TestServer(RecArenaServer.start(Settings.of(given), catalog));
    }

    String address() {
        return server.grpcAddress();
    }

    String httpAddress() {
        return server.httpAddress();
    }

    /** A connection of its own. */
    ManagedChannel connect() {
        ManagedChannel channel = NettyChannelBuilder.forTarget(address())
                .usePlaintext()
                .maxInboundMessageSize(64 << 20)
                .build();
        channels.add(channel);
        return channel;
    }

    /** A player on a connection of its own. */
    Player player() {
        return new Player(connect());
    }

    /** Stops the server while its clients are still connected. */
    void stop() {
        server.close();
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        server.close();
    }
}
