package org.recarena.server.grpc;

import com.google.rpc.Code;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.recarena.server.hosting.Simulations;
import org.recarena.server.settings.RootCause;
import org.recarena.simulator.EnvironmentCatalog;

/**
 * Listens for gRPC on a port, a Unix domain socket, or both, with the same services, health and reflection on each.
 * Calls are handled on the threads of the transport; whatever takes long goes elsewhere.
 */
public final class GrpcServer {

    /**
     * How much may wait in a connection's buffer before frames stay behind it. By default that is 64 KiB, and a reply
     * of more goes out in as many frames of this size, each with a system call of its own and a wake-up of its reader.
     */
    private static final WriteBufferWaterMark UNWRITTEN = new WriteBufferWaterMark(1 << 20, 4 << 20);

    private final HealthStatusManager health = new HealthStatusManager();
    private final List<Server> servers = new ArrayList<>();
    private final List<EventLoopGroup> groups = new ArrayList<>();
    private final Options options;
    private Optional<SimulationService> playing = Optional.empty();

    /**
     * How to listen.
     *
     * @param address of the port; empty for none
     * @param socket the path of the Unix domain socket; empty for none
     * @param certificate the certificate chain and its key, PEM; empty for no TLS
     * @param maxMessageBytes the largest message that a client may send
     * @param maxCallsPerConnection how many calls may be under way on one connection
     * @param maxReplyBytes the largest reply that the oracle gives
     * @param keepaliveTime a silent client is pinged after so long
     * @param permitKeepaliveTime clients that ping more often are disconnected
     * @param rules who may do what
     */
    public record Options(
            Optional<InetSocketAddress> address,
            Optional<Path> socket,
            Optional<Certificate> certificate,
            int maxMessageBytes,
            int maxCallsPerConnection,
            long maxReplyBytes,
            Duration keepaliveTime,
            Duration permitKeepaliveTime,
            AccessRules rules) {}

    /**
     * Files of TLS.
     *
     * @param chain the certificate chain, PEM
     * @param key the private key, PEM
     */
    public record Certificate(Path chain, Path key) {}

    /**
     * A server that does not listen yet.
     *
     * @param options how to listen
     */
    public GrpcServer(Options options) {
        this.options = options;
    }

    /**
     * Begins to listen; health is NOT_SERVING until {@link #ready()}.
     *
     * @param catalog the environments to serve
     * @param simulations the simulations to serve
     * @param refusals counts requests that are refused
     * @param more further services
     * @throws IOException where an address cannot be bound or a certificate not be read
     */
    public void start(
            EnvironmentCatalog catalog, Simulations simulations, Consumer<Code> refusals, List<BindableService> more)
            throws IOException {
        health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, ServingStatus.NOT_SERVING);
        List<BindableService> services = new ArrayList<>(more);
        services.add(new EnvironmentService(catalog));
        SimulationService simulationService = new SimulationService(simulations, refusals);
        playing = Optional.of(simulationService);
        services.add(simulationService);
        services.add(new OracleService(simulations, options.maxReplyBytes()));
        services.add(health.getHealthService());
        services.add(ProtoReflectionServiceV1.newInstance());
        if (options.address().isPresent()) {
            boolean epoll = Epoll.isAvailable();
            listen(
                    options.address().get(),
                    epoll,
                    epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class,
                    services,
                    refusals);
        }
        if (options.socket().isPresent()) {
            Path path = options.socket().get();
            removeStaleSocket(path);
            boolean epoll = Epoll.isAvailable();
            SocketAddress address = epoll ? new DomainSocketAddress(path.toFile()) : UnixDomainSocketAddress.of(path);
            listen(
                    address,
                    epoll,
                    epoll ? EpollServerDomainSocketChannel.class : NioServerDomainSocketChannel.class,
                    services,
                    refusals);
        }
    }

    /** A server that was killed leaves its socket behind. Whatever else has that name stays. */
    private static void removeStaleSocket(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw new IOException("grpc-socket is \"" + path + "\", which exists and is not a socket");
        }
        Files.delete(path);
    }

    private void listen(
            SocketAddress address,
            boolean epoll,
            Class<? extends ServerChannel> channel,
            List<BindableService> services,
            Consumer<Code> refusals)
            throws IOException {
        EventLoopGroup boss = group(1, epoll);
        EventLoopGroup workers = group(0, epoll);
        NettyServerBuilder builder = NettyServerBuilder.forAddress(address)
                .bossEventLoopGroup(boss)
                .workerEventLoopGroup(workers)
                .channelType(channel)
                .directExecutor()
                .maxInboundMessageSize(options.maxMessageBytes())
                .maxConcurrentCallsPerConnection(options.maxCallsPerConnection())
                .keepAliveTime(options.keepaliveTime().toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveTime(options.permitKeepaliveTime().toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveWithoutCalls(true)
                .flowControlWindow(8 << 20)
                .withChildOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNWRITTEN);
        List<ServerInterceptor> interceptors =
                List.of(new CallerInterceptor(options.rules()), new RefusalCounter(refusals));
        services.forEach(service ->
                builder.addService(ServerInterceptors.intercept(MalformedRequests.guard(service), interceptors)));
        if (options.certificate().isPresent() && address instanceof InetSocketAddress) {
            Certificate files = options.certificate().get();
            builder.sslContext(context(files));
        }
        try {
            servers.add(builder.build().start());
        } catch (IOException refused) {
            throw new IOException(
                    (address instanceof InetSocketAddress ? "grpc-host and grpc-port" : "grpc-socket")
                            + ": cannot listen on "
                            + address + ": " + RootCause.of(refused),
                    refused);
        }
    }

    private static SslContext context(Certificate files) throws IOException {
        try {
            return GrpcSslContexts.forServer(files.chain().toFile(), files.key().toFile())
                    .build();
        } catch (IllegalArgumentException | SSLException unusable) {
            throw new IOException(
                    "tls-certificate \"" + files.chain() + "\" and tls-key \"" + files.key() + "\" cannot be used: "
                            + RootCause.of(unusable),
                    unusable);
        }
    }

    private EventLoopGroup group(int threads, boolean epoll) {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(
                threads, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        groups.add(group);
        return group;
    }

    /**
     * The port that was bound.
     *
     * @return empty where gRPC has no port
     */
    public Optional<Integer> port() {
        return servers.stream().map(Server::getPort).filter(port -> port > 0).findFirst();
    }

    /** Reports SERVING from here on. */
    public void ready() {
        health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, ServingStatus.SERVING);
    }

    /** Reports NOT_SERVING and takes no new calls; those under way go on. */
    public void drain() {
        health.enterTerminalState();
        servers.forEach(Server::shutdown);
    }

    /** Ends the streams on which nothing is under way. */
    public void endStreams() {
        playing.ifPresent(SimulationService::drain);
    }

    /**
     * Ends what is still under way after some time, and frees everything.
     *
     * @param patience how long calls under way may take
     * @throws InterruptedException if interrupted while waiting
     */
    public void stop(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        for (Server server : servers) {
            if (!server.awaitTermination(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                server.shutdownNow();
                server.awaitTermination(1, TimeUnit.SECONDS);
            }
        }
        for (EventLoopGroup group : groups) {
            Future<?> unused = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }
}
