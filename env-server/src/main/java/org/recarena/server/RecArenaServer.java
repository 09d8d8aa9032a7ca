package org.recarena.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.recarena.server.dmenv.DmEnvService;
import org.recarena.server.grpc.AccessRules;
import org.recarena.server.grpc.GrpcServer;
import org.recarena.server.hosting.HostingLimits;
import org.recarena.server.hosting.JournalKeeper;
import org.recarena.server.hosting.Simulations;
import org.recarena.server.hosting.SimulationsBuilder;
import org.recarena.server.http.HttpServer;
import org.recarena.server.journal.LogKeeper;
import org.recarena.server.journal.TrajectoryService;
import org.recarena.server.metrics.Meters;
import org.recarena.server.settings.SettingException;
import org.recarena.server.settings.Settings;
import org.recarena.server.threads.DaemonThreads;
import org.recarena.simulator.EnvironmentCatalog;
import org.recarena.v1.Durability;
import org.recarena.v1.LogOptions;
import org.recarena.v1.ObservationLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole server: puts the parts together, starts them in order, and stops them so that nothing is lost. */
public final class RecArenaServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RecArenaServer.class);
    private static final long EXPIRY_SECONDS = 1;
    /**
     * For replies on their way, once every simulation is suspended; streams that clients keep open are cut after it.
     */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final Settings settings;
    private final EnvironmentCatalog catalog;
    private final Meters meters = new Meters();
    private final ExecutorService pool;
    private final ExecutorService opener;
    private final ScheduledExecutorService timer;
    private final Optional<LogKeeper> log;
    private final Simulations simulations;
    private final DmEnvService worlds;
    private final GrpcServer grpc;
    private final Optional<HttpServer> http;
    private boolean stopped;

    private RecArenaServer(Settings settings, EnvironmentCatalog catalog) throws IOException {
        this.settings = settings;
        this.catalog = catalog;
        // Settings first: nothing is open yet that is to be closed.
        GrpcServer.Options options = grpcOptions(settings);
        Optional<InetSocketAddress> httpAddress =
                settings.flag("http") ? Optional.of(address(settings, "http-host", "http-port")) : Optional.empty();
        int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
        this.pool = Executors.newFixedThreadPool(threads, new DaemonThreads("recarena-worker"));
        this.opener = Executors.newFixedThreadPool(threads, new DaemonThreads("recarena-opener"));
        this.timer = Executors.newSingleThreadScheduledExecutor(new DaemonThreads("recarena-timer"));
        this.log = settings.text("log").equals("on")
                ? Optional.of(LogKeeper.open(data(settings), settings, InstantSource.system()))
                : Optional.empty();
        this.simulations = new SimulationsBuilder(
                        catalog,
                        limits(settings),
                        logDefaults(settings),
                        log.<JournalKeeper>map(keeper -> keeper).orElse(JournalKeeper.NONE),
                        meters::meter,
                        InstantSource.system(),
                        System::nanoTime,
                        pool,
                        opener,
                        settings.flag("busy-wait"))
                .build();
        this.worlds = new DmEnvService(simulations, catalog, meters::refused);
        this.grpc = new GrpcServer(options);
        this.http = httpAddress.map(address -> new HttpServer(address, meters));
    }

    /**
     * Starts a server and brings back the simulations of its log.
     *
     * @param settings all of them
     * @param catalog the environments to serve
     * @return a server that is ready
     * @throws IOException where an address cannot be bound, or the log is damaged or in use
     */
    public static RecArenaServer start(Settings settings, EnvironmentCatalog catalog) throws IOException {
        RecArenaServer server = new RecArenaServer(settings, catalog);
        try {
            server.begin();
        } catch (IOException | RuntimeException failed) {
            server.close();
            throw failed;
        }
        return server;
    }

    private void begin() throws IOException {
        if (http.isPresent()) {
            http.get().start();
        }
        grpc.start(catalog, simulations, meters::refused, List.of(new TrajectoryService(log, opener), worlds));
        meters.watch(simulations);
        if (log.isPresent()) {
            meters.watch(log.get().log(), log.get()::lastSyncNanos);
            log.get().recover(simulations);
        }
        simulations.begin();
        ScheduledFuture<?> unused =
                timer.scheduleWithFixedDelay(simulations::expireIdle, EXPIRY_SECONDS, EXPIRY_SECONDS, TimeUnit.SECONDS);
        grpc.ready();
        http.ifPresent(HttpServer::ready);
    }

    /**
     * Where gRPC listens.
     *
     * @return host and port, or the path of the socket after {@code unix:}
     */
    public String grpcAddress() {
        return grpc.port()
                .map(port -> settings.text("grpc-host") + ":" + port)
                .orElseGet(() -> "unix:" + Path.of(settings.text("grpc-socket")).toAbsolutePath());
    }

    /**
     * Where the HTTP side listens.
     *
     * @return host and port, or "off"
     */
    public String httpAddress() {
        return http.map(side -> settings.text("http-host") + ":" + side.port()).orElse("off");
    }

    /** Stops: refuses new calls, finishes those under way, writes every simulation's state, and frees everything. */
    @Override
    public synchronized void close() {
        if (stopped) {
            return;
        }
        stopped = true;
        Duration patience = settings.duration("drain-timeout");
        http.ifPresent(HttpServer::drain);
        timer.shutdownNow();
        grpc.drain();
        try {
            simulations.suspendAll().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            grpc.endStreams();
            worlds.drain();
            grpc.stop(LINGER);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            LOG.warn("not every simulation's state was written; a restart replays more", late);
        } finally {
            opener.shutdown();
            pool.shutdown();
            log.ifPresent(LogKeeper::close);
            http.ifPresent(HttpServer::close);
        }
    }

    private static Path data(Settings settings) {
        return settings.path("data")
                .orElseThrow(() -> new SettingException("data is empty; it must name a directory, or log be off"));
    }

    private static HostingLimits limits(Settings settings) {
        long laneMemory = settings.number("max-lane-memory");
        long worldMemory = settings.number("max-world-memory");
        return new HostingLimits(
                settings.integer("max-simulations"),
                settings.integer("max-simulations-per-client"),
                settings.integer("max-lanes-per-simulation"),
                settings.number("max-lanes"),
                laneMemory > 0 ? laneMemory : Runtime.getRuntime().maxMemory() / 3 * 2,
                worldMemory > 0 ? worldMemory : Runtime.getRuntime().maxMemory() / 4,
                settings.number("max-reply-size"),
                settings.duration("idle-timeout"),
                settings.duration("max-idle-timeout"),
                settings.number("checkpoint-lane-steps"));
    }

    private static LogOptions logDefaults(Settings settings) {
        return LogOptions.newBuilder()
                .setDisabled(settings.text("log").equals("off"))
                .setDurability(
                        settings.text("durability").equals("synced")
                                ? Durability.DURABILITY_SYNCED
                                : Durability.DURABILITY_BUFFERED)
                .setObservations(
                        switch (settings.text("log-observations")) {
                            case "none" -> ObservationLevel.OBSERVATION_LEVEL_NONE;
                            case "full" -> ObservationLevel.OBSERVATION_LEVEL_FULL;
                            default -> ObservationLevel.OBSERVATION_LEVEL_COMPACT;
                        })
                .build();
    }

    private static InetSocketAddress address(Settings settings, String host, String port) {
        InetSocketAddress address = new InetSocketAddress(settings.text(host), settings.integer(port));
        if (address.isUnresolved()) {
            throw new SettingException(host + " is \"" + settings.text(host) + "\", which cannot be resolved");
        }
        return address;
    }

    private static GrpcServer.Options grpcOptions(Settings settings) {
        Optional<GrpcServer.Certificate> certificate = settings.path("tls-certificate")
                .map(chain -> new GrpcServer.Certificate(
                        chain,
                        settings.path("tls-key")
                                .orElseThrow(() -> new SettingException(
                                        "tls-certificate is set, but tls-key is not; a server needs both"))));
        if (certificate.isEmpty() && settings.path("tls-key").isPresent()) {
            throw new SettingException("tls-key is set, but tls-certificate is not; a server needs both");
        }
        InetSocketAddress address = address(settings, "grpc-host", "grpc-port");
        if (!address.getAddress().isLoopbackAddress() && certificate.isEmpty() && !settings.flag("insecure")) {
            throw new SettingException("grpc-host is \"" + settings.text("grpc-host")
                    + "\", which others can reach, and there is no TLS; set tls-certificate and tls-key, or insecure");
        }
        return new GrpcServer.Options(
                Optional.of(address),
                settings.path("grpc-socket"),
                certificate,
                settings.integer("max-message-size"),
                settings.integer("max-calls-per-connection"),
                settings.number("max-reply-size"),
                settings.duration("keepalive-time"),
                settings.duration("permit-keepalive-time"),
                new AccessRules(
                        settings.text("client-token"),
                        settings.text("oracle-token"),
                        settings.text("admin-token"),
                        settings.text("oracle").equals("loopback")));
    }
}
