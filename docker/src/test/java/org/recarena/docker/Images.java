package org.recarena.docker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Builds the images as docs/docker.md tells users to. {@code RECARENA_BUILD_IMAGE}, {@code RECARENA_BASE_IMAGE} and
 * {@code RECARENA_PYTHON_BASE_IMAGE} name other images to build from.
 */
final class Images {

    /** Not the names that users give, so that a test never takes or replaces an image of theirs. */
    private static final String SERVER = "recarena-under-test";

    private static final String PYTHON_AGENT = "recarena-agent-python-under-test";

    private Images() {}

    /** The top of the sources. */
    static Path sources() {
        return Path.of("").toAbsolutePath().resolve("..").normalize();
    }

    static String server() {
        return Server.IMAGE;
    }

    static String pythonAgent() {
        return PythonAgent.IMAGE;
    }

    /** Built when it is first asked for, once. */
    private static final class Server {
        private static final String IMAGE = build(
                SERVER,
                "docker/Dockerfile",
                Map.of("BUILD_IMAGE", "RECARENA_BUILD_IMAGE", "BASE_IMAGE", "RECARENA_BASE_IMAGE"));
    }

    /** The same for the agents. */
    private static final class PythonAgent {
        private static final String IMAGE = build(
                PYTHON_AGENT, "docker/agent-python.Dockerfile", Map.of("BASE_IMAGE", "RECARENA_PYTHON_BASE_IMAGE"));
    }

    private static String build(String name, String dockerfile, Map<String, String> variablesByArgument) {
        List<String> command = new ArrayList<>(List.of("docker", "build", "-f", dockerfile, "-t", name));
        variablesByArgument.forEach((argument, variable) -> Optional.ofNullable(System.getenv(variable))
                .ifPresent(image -> command.addAll(List.of("--build-arg", argument + "=" + image))));
        command.add(".");
        Shell.run(sources(), Map.of(), command);
        return name;
    }
}
