package org.recarena.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A server in a process of its own, started quickly.
 *
 * @param process the process; to be ended by the test
 * @param address where gRPC listens
 */
record ServerProcess(Process process, String address) {

    /** Starts one on a data directory and waits until it is ready. */
    static ServerProcess start(Path data, String... flags) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "org.recarena.server.Main",
                "serve",
                "--grpc-port=0",
                "--http=false",
                "--data=" + data));
        command.addAll(List.of(flags));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = lines.readLine();
        assertThat(line).startsWith("RecArena is ready: grpc=");
        return new ServerProcess(process, line.replaceAll(".*grpc=(\\S+).*", "$1"));
    }
}
