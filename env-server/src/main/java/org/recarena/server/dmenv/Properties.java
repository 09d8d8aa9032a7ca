package org.recarena.server.dmenv;

import static org.recarena.simulator.space.DataType.FLOAT64;

import com.google.rpc.Code;
import dm_env_rpc.v1.DataType;
import dm_env_rpc.v1.Tensor;
import dm_env_rpc.v1.TensorSpec;
import dm_env_rpc.v1.extensions.properties.ListPropertyResponse;
import dm_env_rpc.v1.extensions.properties.PropertyRequest;
import dm_env_rpc.v1.extensions.properties.PropertyResponse;
import dm_env_rpc.v1.extensions.properties.PropertySpec;
import dm_env_rpc.v1.extensions.properties.ReadPropertyResponse;
import dm_env_rpc.v1.extensions.properties.WritePropertyResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.recarena.server.hosting.SimulationSetup;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.input.InvalidInputException;

/**
 * The properties that a stream sees: of the server, and, once it is in a world, of that. docs/dm_env_rpc.md lists them.
 */
final class Properties {

    private static final String WORLD = "world";
    private static final String CONFIG = "world.config";
    private static final String LABELS = "world.labels";
    private static final String PROPENSITY = "world.propensity";
    private static final int LONGEST_SHOWN = 100;

    private final Worlds worlds;
    private final Optional<JoinedWorld> joined;

    /** Of a server's worlds, and of the one that the stream is in. */
    Properties(Worlds worlds, Optional<JoinedWorld> joined) {
        this.worlds = worlds;
        this.joined = joined;
    }

    /** The answer, or what refuses the request: thrown, or in the stage. */
    CompletionStage<PropertyResponse> answer(PropertyRequest request) {
        PropertyResponse.Builder response = PropertyResponse.newBuilder();
        return switch (request.getPayloadCase()) {
            case READ_PROPERTY ->
                read(request.getReadProperty().getKey())
                        .thenApply(value -> response.setReadProperty(
                                        ReadPropertyResponse.newBuilder().setValue(value))
                                .build());
            case WRITE_PROPERTY -> {
                write(
                        request.getWriteProperty().getKey(),
                        request.getWriteProperty().getValue());
                yield CompletableFuture.completedFuture(
                        response.setWriteProperty(WritePropertyResponse.getDefaultInstance())
                                .build());
            }
            case LIST_PROPERTY -> {
                ListPropertyResponse.Builder values = ListPropertyResponse.newBuilder();
                list(request.getListProperty().getKey()).forEach(values::addValues);
                yield CompletableFuture.completedFuture(
                        response.setListProperty(values).build());
            }
            case PAYLOAD_NOT_SET ->
                throw new InvalidInputException("payload", "is missing; a property is read, written or listed");
        };
    }

    private CompletionStage<Tensor> read(String key) {
        if (key.equals("environments")) {
            return CompletableFuture.completedFuture(PackedTensors.texts(worlds.environments()));
        }
        JoinedWorld world = joined.orElseThrow(() -> unknown(key));
        SimulationSetup setup = world.simulation().setup();
        if (key.equals("world.warnings")) {
            return world.simulation()
                    .query(simulation -> PackedTensors.texts(simulation.world().warnings()));
        }
        return CompletableFuture.completedFuture(
                switch (key) {
                    case "world.name" -> PackedTensors.text(setup.id());
                    case "world.environment" -> PackedTensors.text(setup.environmentId());
                    case "world.seed" ->
                        Tensor.newBuilder()
                                .setUint64S(Tensor.Uint64Array.newBuilder().addArray(setup.seed()))
                                .build();
                    case "world.step" ->
                        Tensor.newBuilder()
                                .setInt64S(Tensor.Int64Array.newBuilder()
                                        .addArray(world.simulation().describe().getStep()))
                                .build();
                    default ->
                        below(LABELS, key)
                                .flatMap(label -> Optional.ofNullable(
                                        world.simulation().labels().get(label)))
                                .map(PackedTensors::text)
                                .or(() -> below(CONFIG, key)
                                        .flatMap(name -> Optional.ofNullable(
                                                setup.config().values().get(name)))
                                        .map(ConfigTensors::of))
                                .orElseThrow(() -> unknown(key));
                });
    }

    private void write(String key, Tensor value) {
        JoinedWorld world = joined.orElseThrow(() -> unwritable(key));
        Optional<String> label = below(LABELS, key);
        if (label.isPresent()) {
            world.label(label.get(), new GivenTensor(value, key).text());
        } else if (key.equals(PROPENSITY)) {
            world.propensity(new GivenTensor(value, key).real());
        } else {
            throw unwritable(key);
        }
    }

    private Stream<PropertySpec> list(String key) {
        if (key.isEmpty()) {
            PropertySpec environments = readable(
                    ConfigTensors.spec("environments", PackedTensors.texts(worlds.environments())),
                    "The environments that worlds can be made of.");
            return joined.isPresent()
                    ? Stream.of(environments, listable(WORLD, "The world that this stream is in."))
                    : Stream.of(environments);
        }
        JoinedWorld world = joined.orElseThrow(() -> unlistable(key));
        return switch (key) {
            case WORLD -> world();
            case CONFIG -> config(world.simulation().setup());
            case LABELS ->
                world.simulation().labels().keySet().stream()
                        .sorted()
                        .map(label -> readable(text(LABELS + "." + label), "As it is in the log.").toBuilder()
                                .setIsWritable(true)
                                .build());
            default -> throw unlistable(key);
        };
    }

    private static Stream<PropertySpec> world() {
        return Stream.of(
                readable(text("world.name"), "By which it is joined; the simulation's handle."),
                readable(text("world.environment"), "The id of its environment."),
                readable(scalar("world.seed", DataType.UINT64).build(), "What it was made from."),
                readable(scalar("world.step", DataType.INT64).build(), "The number of its last reset or step."),
                readable(
                        scalar("world.warnings", DataType.STRING).addShape(-1).build(),
                        "What its creator should know."),
                listable(CONFIG, "Every config key of its environment."),
                listable(
                        LABELS,
                        "What the log calls the trajectory. A label that is written holds from the next step on."),
                PropertySpec.newBuilder()
                        .setSpec(scalar(PROPENSITY, DataType.DOUBLE)
                                .setMin(PackedTensors.bound(FLOAT64, 0).orElseThrow())
                                .setMax(PackedTensors.bound(FLOAT64, 1).orElseThrow()))
                        .setIsWritable(true)
                        .setDescription("The probability with which the agent chose what its next step shows.")
                        .build());
    }

    private Stream<PropertySpec> config(SimulationSetup setup) {
        List<Parameter> parameters =
                worlds.environment(setup.environmentId()).schema().parameters();
        Map<String, Object> values = setup.config().values();
        return parameters.stream()
                .filter(parameter -> values.containsKey(parameter.name())) // A preset's name is no part of the config.
                .map(parameter -> {
                    Object value =
                            Optional.ofNullable(values.get(parameter.name())).orElse(parameter.defaultValue());
                    return readable(
                            ConfigTensors.spec(CONFIG + "." + parameter.name(), ConfigTensors.of(value)),
                            parameter.meaning());
                });
    }

    private static TensorSpec text(String key) {
        return scalar(key, DataType.STRING).build();
    }

    private static TensorSpec.Builder scalar(String key, DataType type) {
        return TensorSpec.newBuilder().setName(key).setDtype(type);
    }

    private static PropertySpec readable(TensorSpec spec, String description) {
        return PropertySpec.newBuilder()
                .setSpec(spec)
                .setIsReadable(true)
                .setDescription(description)
                .build();
    }

    private static PropertySpec listable(String key, String description) {
        return PropertySpec.newBuilder()
                .setSpec(TensorSpec.newBuilder().setName(key))
                .setIsListable(true)
                .setDescription(description)
                .build();
    }

    /** The rest of a key that lies below another. */
    private static Optional<String> below(String parent, String key) {
        return key.startsWith(parent + ".") ? Optional.of(key.substring(parent.length() + 1)) : Optional.empty();
    }

    private PropertyException unknown(String key) {
        return refuse(Code.NOT_FOUND, key, "is not a property that can be read");
    }

    /** Whether it is there, and is only read, or is not there at all. */
    private PropertyException unwritable(String key) {
        boolean isRead = key.equals("environments")
                || (joined.isPresent() && below(WORLD, key).isPresent());
        return refuse(
                isRead ? Code.PERMISSION_DENIED : Code.NOT_FOUND,
                key,
                "is not a property that can be written; " + LABELS + ".NAME and " + PROPENSITY + " are");
    }

    private PropertyException unlistable(String key) {
        return refuse(Code.NOT_FOUND, key, "is not a property that others lie below");
    }

    private PropertyException refuse(Code code, String key, String fault) {
        String shown = key.length() > LONGEST_SHOWN ? key.substring(0, LONGEST_SHOWN) + "…" : key;
        return new PropertyException(
                code,
                "key is \"" + shown + "\", which " + fault
                        + (joined.isPresent() ? "" : "; this stream is in no world"));
    }
}
