package org.recarena.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The server answers as the conformance kit says, and the kit's bytes mean what it says they mean. */
class ConformanceTest {

    private static final Path CASES = Path.of("..", "conformance", "cases");

    private static TestServer server;

    @BeforeAll
    static void start(@TempDir Path data) throws IOException {
        server = TestServer.start(data);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static List<Path> cases() throws IOException {
        try (Stream<Path> files = Files.list(CASES)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answersAsRecorded(Path file) throws Exception {
        new Conformance(server.connect()).play(file);
    }
}
