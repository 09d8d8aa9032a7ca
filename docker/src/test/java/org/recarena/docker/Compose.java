package org.recarena.docker;

import java.io.IOException;
import java.util.List;

/** The command that runs compose files: Docker's plugin, or the program of its own that came before. Stateless. */
final class Compose {

    private Compose() {}

    static List<String> command() {
        return hasPlugin() ? List.of("docker", "compose") : List.of("docker-compose");
    }

    private static boolean hasPlugin() {
        try {
            return new ProcessBuilder("docker", "compose", "version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
