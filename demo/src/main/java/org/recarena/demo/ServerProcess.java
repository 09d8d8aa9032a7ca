package org.recarena.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server of its own, in a process of its own, on free ports and a data directory of its own; stopped on close. */
final class ServerProcess implements AutoCloseable {

    private static final Pattern READY = Pattern.compile("RecArena is ready: grpc=(\\S+) http=(\\S+)");
    private static final int PATIENCE_SECONDS = 30;

    private final Process process;
    private final String address;
    /** Stops the server where this process is stopped before it comes to {@link #close}. */
    private final Thread whenStopped;

    private ServerProcess(Process process, String address, Thread whenStopped) {
        this.process = process;
        this.address = address;
        this.whenStopped = whenStopped;
    }

    /** Starts a server with this process's Java and class path, and waits until it is ready. */
    static ServerProcess start(Path data, Path messages) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.recarena.server.Main",
                        "serve",
                        "--grpc-port=0",
                        "--http-port=0",
                        "--data=" + data)
                .redirectError(messages.toFile())
                .start();
        Thread whenStopped = new Thread(process::destroy, "stop-server");
        Runtime.getRuntime().addShutdownHook(whenStopped);
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = lines.readLine();
        Matcher ready = READY.matcher(line == null ? "" : line);
        if (!ready.matches()) {
            process.destroyForcibly();
            Runtime.getRuntime().removeShutdownHook(whenStopped);
            throw new IOException("the server did not start; it says why in " + messages);
        }
        return new ServerProcess(process, ready.group(1), whenStopped);
    }

    /** Where it listens. */
    String address() {
        return address;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(whenStopped);
        } catch (IllegalStateException stopping) {
            return; // This process is on its way out; the hook runs, and finds the server gone.
        }
    }
}
