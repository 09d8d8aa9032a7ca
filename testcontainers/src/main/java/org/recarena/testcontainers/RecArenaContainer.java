package org.recarena.testcontainers;

import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * A RecArena server in a container of its own:
 *
 * <pre>{@code
 * try (RecArenaContainer server = new RecArenaContainer()) {
 *     server.start();
 *     try (RecArenaClient client = RecArenaClient.connect(server.grpcAddress())) {
 *         ...
 *     }
 * }
 * }</pre>
 *
 * <p>Started, it takes calls. Its log is in a volume of its own, which goes with it, unless
 * {@link #withDataVolume(String)} names another. To the server its clients are strangers: ground truth needs
 * {@code withSetting("oracle-token", ...)} and the client's token. Not safe for use by several threads while it is set
 * up.
 */
public final class RecArenaContainer extends GenericContainer<RecArenaContainer> {

    /** The image that is started where none is named; docs/docker.md says how it is built. */
    public static final String DEFAULT_IMAGE = "recarena";

    /** Where gRPC listens within the container's network. */
    public static final int GRPC_PORT = 50051;

    /** Where metrics are read within the container's network. */
    public static final int HTTP_PORT = 8080;

    private static final String DATA = "/data";

    /** A server of the default image, not yet started. */
    public RecArenaContainer() {
        this(DEFAULT_IMAGE);
    }

    /**
     * A server of another image, not yet started.
     *
     * @param image its name, such as {@code registry.example.org/recarena:0.1.0}; used as it is where the engine has
     *     it, else pulled
     */
    public RecArenaContainer(String image) {
        super(DockerImageName.parse(image));
        withExposedPorts(GRPC_PORT, HTTP_PORT);
        waitingFor(Wait.forLogMessage(".*RecArena is ready: .*\\n", 1));
    }

    /**
     * Sets one of the server's settings.
     *
     * @param name as docs/configuration.md lists it, such as {@code max-lanes}
     * @param value as it would stand in a file
     * @return this
     */
    public RecArenaContainer withSetting(String name, String value) {
        return withEnv("RECARENA_" + name.replace('-', '_').toUpperCase(Locale.ROOT), value);
    }

    /**
     * Keeps the log in a named volume, which stays when the container goes: the next server on the same volume brings
     * the simulations back. At most one server may run on a volume.
     *
     * @param volume its name; made where the engine has none such
     * @return this
     */
    public RecArenaContainer withDataVolume(String volume) {
        return withCreateContainerCmdModifier(command -> {
            HostConfig host = Objects.requireNonNull(command.getHostConfig(), "a container without host config");
            List<Mount> mounts = new ArrayList<>(Objects.requireNonNullElse(host.getMounts(), List.of()));
            mounts.add(new Mount().withType(MountType.VOLUME).withSource(volume).withTarget(DATA));
            host.withMounts(mounts);
        });
    }

    /**
     * Where clients on this machine reach the started server.
     *
     * @return {@code host:port}
     * @throws IllegalStateException before the start
     */
    public String grpcAddress() {
        return getHost() + ":" + getMappedPort(GRPC_PORT);
    }

    /**
     * Where this machine reads the started server's metrics.
     *
     * @return the address of {@code /metrics}
     * @throws IllegalStateException before the start
     */
    public URI metricsAddress() {
        return URI.create("http://" + getHost() + ":" + getMappedPort(HTTP_PORT) + "/metrics");
    }
}
