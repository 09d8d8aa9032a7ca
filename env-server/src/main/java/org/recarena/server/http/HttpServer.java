package org.recarena.server.http;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.recarena.server.metrics.Meters;
import org.recarena.server.settings.RootCause;

/** Serves /metrics for Prometheus, /healthz (the process lives) and /readyz (calls are taken). Thread-safe. */
public final class HttpServer implements AutoCloseable {

    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final InetSocketAddress address;
    private final Javalin javalin;
    private volatile boolean ready;

    /**
     * A server that does not listen yet.
     *
     * @param address where it will; port 0 for any free one
     * @param meters to show
     */
    public HttpServer(InetSocketAddress address, Meters meters) {
        this.address = address;
        this.javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.routes.get(
                    "/metrics", context -> context.contentType(PROMETHEUS).result(meters.scrape()));
            config.routes.get("/healthz", context -> context.result("ok\n"));
            config.routes.get("/readyz", this::readiness);
        });
    }

    private void readiness(Context context) {
        context.status(ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .result(ready ? "ready\n" : "not ready\n");
    }

    /**
     * Begins to listen.
     *
     * @throws IOException where the address cannot be bound
     */
    public void start() throws IOException {
        String host = address.getHostString();
        int port = address.getPort();
        try {
            javalin.start(host, port);
        } catch (JavalinException failed) {
            throw new IOException(
                    "http-host and http-port: cannot listen on " + host + ":" + port + ": " + RootCause.of(failed),
                    failed);
        }
    }

    /**
     * The port that was bound.
     *
     * @return the port
     */
    public int port() {
        return javalin.port();
    }

    /** Calls are taken from here on. */
    public void ready() {
        ready = true;
    }

    /** No calls are taken from here on. */
    public void drain() {
        ready = false;
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
