package org.recarena.server.dmenv;

import com.google.protobuf.Struct;
import dm_env_rpc.v1.Tensor;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.recarena.server.wire.ConfigCodec;
import org.recarena.simulator.Environment;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.simulator.input.InvalidInputException.Violation;
import org.recarena.simulator.space.TensorSpec;
import org.recarena.v1.AutoresetMode;
import org.recarena.v1.CreateRequest;

/** Reads the settings of worlds and agents. Stateless. */
final class WorldSettings {

    /** The environment's id; needed. */
    static final String ENVIRONMENT = "environment";

    /** Of the world and its users; drawn by the server where it is absent. */
    static final String SEED = "seed";

    /** The names of those that there are; all where it is absent. */
    static final String OBSERVATIONS = "observations";

    private static final String CONFIG = "config.";

    private WorldSettings() {}

    /** What creates a world: a simulation of one lane, whose episodes begin when the agent says so. */
    static CreateRequest createRequest(Map<String, Tensor> settings, Function<String, Environment> environments) {
        CreateRequest.Builder request =
                CreateRequest.newBuilder().setLanes(1).setAutoreset(AutoresetMode.AUTORESET_MODE_DISABLED);
        Struct.Builder config = Struct.newBuilder();
        settings.forEach((name, tensor) -> {
            GivenTensor given = new GivenTensor(tensor, field(name));
            switch (name) {
                case ENVIRONMENT -> request.setEnvironmentId(given.text());
                case SEED -> request.setSeed(given.seed());
                case OBSERVATIONS -> request.addAllObservations(given.texts());
                default -> config.putFields(name, given.configValue());
            }
        });
        if (!settings.containsKey(ENVIRONMENT)) {
            throw new InvalidInputException(
                    field(ENVIRONMENT), "is missing; a world needs the id of its environment, such as \"RecoGym-v1\"");
        }
        request.setConfig(config);
        if (!settings.containsKey(OBSERVATIONS)) {
            request.addAllObservations(all(environments.apply(request.getEnvironmentId()), request.getConfig()));
        } else if (request.getObservationsCount() == 0) {
            request.setNoObservations(true);
        }
        return request.build();
    }

    private static List<String> all(Environment environment, Struct config) {
        return environment.spaces(environment.schema().resolve(ConfigCodec.toMap(config))).observations().stream()
                .map(TensorSpec::name)
                .toList();
    }

    /** Of joining and resetting: the seed of the users that come from here on, if one is given. */
    static OptionalLong userSeed(Map<String, Tensor> settings) {
        OptionalLong seed = OptionalLong.empty();
        for (Map.Entry<String, Tensor> setting : settings.entrySet()) {
            if (!setting.getKey().equals(SEED)) {
                throw new InvalidInputException(
                        field(setting.getKey()), "is not a setting of joining and resetting; there is " + SEED);
            }
            seed = OptionalLong.of(new GivenTensor(setting.getValue(), field(SEED)).seed());
        }
        return seed;
    }

    /** The refusal of a world, its fields called as the client called them. */
    static RuntimeException inTheirNames(Throwable refusal) {
        Throwable cause = refusal instanceof CompletionException ? refusal.getCause() : refusal;
        if (cause instanceof InvalidInputException invalid) {
            return new InvalidInputException(invalid.violations().stream()
                    .map(violation -> new Violation(inTheirName(violation.field()), violation.fault()))
                    .toList());
        }
        return refusal instanceof RuntimeException exception ? exception : new CompletionException(refusal);
    }

    private static String inTheirName(String field) {
        if (field.startsWith(CONFIG)) {
            return field(field.substring(CONFIG.length()));
        }
        return field.equals(SEED) || field.startsWith(OBSERVATIONS) ? field(field) : field;
    }

    private static String field(String name) {
        return "settings." + name;
    }
}
