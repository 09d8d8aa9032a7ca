package org.recarena.server.grpc;

import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import org.recarena.server.hosting.UnknownEnvironmentException;
import org.recarena.server.wire.ConfigCodec;
import org.recarena.server.wire.SpecCodec;
import org.recarena.simulator.Environment;
import org.recarena.simulator.EnvironmentCatalog;
import org.recarena.simulator.config.Config;
import org.recarena.v1.DescribeEnvironmentRequest;
import org.recarena.v1.DescribeEnvironmentResponse;
import org.recarena.v1.EnvironmentServiceGrpc;
import org.recarena.v1.ListEnvironmentsRequest;
import org.recarena.v1.ListEnvironmentsResponse;

/** Serves the catalogue. */
final class EnvironmentService extends EnvironmentServiceGrpc.EnvironmentServiceImplBase {

    private final EnvironmentCatalog catalog;

    EnvironmentService(EnvironmentCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public void listEnvironments(ListEnvironmentsRequest request, StreamObserver<ListEnvironmentsResponse> replies) {
        Unary.answer(replies, () -> {
            ListEnvironmentsResponse.Builder reply = ListEnvironmentsResponse.newBuilder();
            for (Environment environment : catalog.all()) {
                reply.addEnvironments(
                        SpecCodec.environment(environment, environment.schema().resolve(Map.of())));
            }
            return reply.build();
        });
    }

    @Override
    public void describeEnvironment(
            DescribeEnvironmentRequest request, StreamObserver<DescribeEnvironmentResponse> replies) {
        Unary.answer(replies, () -> {
            List<String> known = catalog.all().stream().map(Environment::id).toList();
            Environment environment = catalog.find(request.getEnvironmentId())
                    .orElseThrow(() -> new UnknownEnvironmentException(request.getEnvironmentId(), known));
            Config config = environment.schema().resolve(ConfigCodec.toMap(request.getConfig()));
            return DescribeEnvironmentResponse.newBuilder()
                    .setEnvironment(SpecCodec.environment(environment, config))
                    .setConfig(ConfigCodec.toStruct(config.values()))
                    .addAllSummary(environment.summary(config))
                    .build();
        });
    }
}
