package org.recarena.server.cli;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.recarena.server.settings.SettingSources;
import org.recarena.server.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code recarena health}: asks a server's health service whether it takes calls. The exit code is 0 where it does and
 * 1 where it does not, so that a container's health check can be this command.
 */
@Command(
        name = "health",
        description = "Asks a server whether it takes calls: exit code 0 if it does, 1 if not.",
        mixinStandardHelpOptions = true)
public final class HealthCommand implements Callable<Integer> {

    private static final int TIMEOUT_SECONDS = 5;

    private final Map<String, String> environment;

    @Option(
            names = "--address",
            paramLabel = "HOST:PORT",
            description =
                    "The server. Default: the port that this environment's settings (RECARENA_GRPC_PORT and others)"
                            + " give a server here.")
    private String address = "";

    @Spec
    private @Nullable CommandSpec spec;

    /**
     * The command in an environment.
     *
     * @param environment variables by name, as a server beside this command sees them
     */
    public HealthCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Integer call() throws IOException {
        Settings settings = Settings.of(SettingSources.environment(environment));
        String target = address.isEmpty() ? here(settings) : address;
        PrintWriter out = Output.of(spec);
        ManagedChannel channel = open(target, settings.path("tls-certificate").isPresent());
        try {
            ServingStatus status = HealthGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .check(HealthCheckRequest.getDefaultInstance())
                    .getStatus();
            out.println(target + " is " + status);
            return status == ServingStatus.SERVING ? 0 : 1;
        } catch (StatusRuntimeException unanswered) {
            out.println(target + " does not answer: " + unanswered.getStatus().getCode());
            return 1;
        } finally {
            channel.shutdownNow();
        }
    }

    /** A server that listens on every address is asked on this machine's own. */
    private static String here(Settings settings) throws IOException {
        String host = settings.text("grpc-host");
        String asked = InetAddress.getByName(host).isAnyLocalAddress() ? "127.0.0.1" : host;
        return asked + ":" + settings.number("grpc-port");
    }

    private static ManagedChannel open(String target, boolean tls) throws IOException {
        NettyChannelBuilder builder = NettyChannelBuilder.forTarget(target);
        if (tls) {
            // The certificate names the host that clients call, which need not be the one called here; and nothing is
            // sent that a stranger could use.
            builder.sslContext(GrpcSslContexts.forClient()
                    .trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .build());
        } else {
            builder.usePlaintext();
        }
        return builder.build();
    }
}
