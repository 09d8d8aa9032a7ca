package org.recarena.server.wire;

import java.util.List;
import org.recarena.simulator.DescribedBias;
import org.recarena.simulator.Environment;
import org.recarena.simulator.config.Config;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.config.Range;
import org.recarena.simulator.space.ActionSpace;
import org.recarena.simulator.space.Spaces;
import org.recarena.v1.ActionSpec;
import org.recarena.v1.Bias;
import org.recarena.v1.ConfigParameter;
import org.recarena.v1.ConfigType;
import org.recarena.v1.DataType;
import org.recarena.v1.Preset;
import org.recarena.v1.TensorSpec;

/** Environments, schemas and spaces in the contract's form. Stateless. */
public final class SpecCodec {

    private SpecCodec() {}

    /**
     * A catalogue entry.
     *
     * @param environment the environment
     * @param config the config under which its spaces are described
     * @return its description
     */
    public static org.recarena.v1.Environment environment(Environment environment, Config config) {
        Spaces spaces = environment.spaces(config);
        org.recarena.v1.Environment.Builder entry = org.recarena.v1.Environment.newBuilder()
                .setId(environment.id())
                .setDescription(environment.description())
                .setSource(environment.source())
                .setAction(action(spaces.action()))
                .addAllObservations(tensors(spaces.observations()))
                .addAllSignals(tensors(spaces.signals()))
                .addAllRewards(spaces.rewards());
        environment.schema().parameters().forEach(parameter -> entry.addParameters(parameter(parameter)));
        environment.schema().presets().forEach(preset -> entry.addPresets(preset(preset)));
        environment.biases().forEach(bias -> entry.addBiases(bias(bias)));
        return entry.addAllStages(environment.stages()).build();
    }

    private static Preset preset(org.recarena.simulator.config.Preset preset) {
        return Preset.newBuilder()
                .setName(preset.name())
                .setTitle(preset.title())
                .setDescription(preset.description())
                .setSource(preset.source())
                .setConfig(ConfigCodec.toStruct(preset.values()))
                .build();
    }

    private static Bias bias(DescribedBias bias) {
        Bias.Builder entry = Bias.newBuilder()
                .setId(bias.id())
                .setTitle(bias.title())
                .addAllStages(bias.stages())
                .setDescription(bias.description())
                .setSource(bias.source());
        bias.settings().forEach((name, values) -> entry.putSettings(name, ConfigCodec.toStruct(values)));
        return entry.build();
    }

    /**
     * An action space.
     *
     * @param space the space
     * @return its description
     */
    public static ActionSpec action(ActionSpace space) {
        ActionSpec.Builder spec = ActionSpec.newBuilder()
                .setItemCount(space.itemCount())
                .setSlateSize(space.slateSize())
                .setRepeatsAllowed(space.repeatsAllowed())
                .setMinSlateSize(space.minSlateSize())
                .setNegativeAllowed(space.negativeAllowed());
        space.emptySlot().ifPresent(spec::setEmptySlot);
        return spec.build();
    }

    /**
     * Tensor specifications.
     *
     * @param specs the simulator's
     * @return the contract's, in the same order
     */
    public static List<TensorSpec> tensors(List<org.recarena.simulator.space.TensorSpec> specs) {
        return specs.stream().map(SpecCodec::tensor).toList();
    }

    private static TensorSpec tensor(org.recarena.simulator.space.TensorSpec spec) {
        TensorSpec.Builder tensor = TensorSpec.newBuilder()
                .setName(spec.name())
                .setDataType(dataType(spec.dataType()))
                .setDescription(spec.description())
                .setDefaultSelected(spec.defaultSelected())
                .setDerived(spec.derived())
                .setConstant(spec.constant());
        spec.shape().forEach(tensor::addShape);
        spec.minimum().ifPresent(tensor::setMinimum);
        spec.maximum().ifPresent(tensor::setMaximum);
        return tensor.build();
    }

    /**
     * A data type.
     *
     * @param type the simulator's
     * @return the contract's
     */
    public static DataType dataType(org.recarena.simulator.space.DataType type) {
        return switch (type) {
            case BOOL -> DataType.DATA_TYPE_BOOL;
            case UINT8 -> DataType.DATA_TYPE_UINT8;
            case INT32 -> DataType.DATA_TYPE_INT32;
            case INT64 -> DataType.DATA_TYPE_INT64;
            case FLOAT32 -> DataType.DATA_TYPE_FLOAT32;
            case FLOAT64 -> DataType.DATA_TYPE_FLOAT64;
        };
    }

    private static ConfigParameter parameter(Parameter parameter) {
        ConfigParameter.Builder entry = ConfigParameter.newBuilder()
                .setName(parameter.name())
                .setType(configType(parameter))
                .setDefaultValue(ConfigCodec.toValue(parameter.defaultValue()))
                .addAllChoices(parameter.choices())
                .setUnit(parameter.unit())
                .setMeaning(parameter.meaning())
                .setSource(parameter.source())
                .setVariable(parameter.variable());
        Range range = parameter.range();
        if (!Double.isInfinite(range.minimum())) {
            entry.setMinimum(range.minimum()).setMinimumExclusive(range.minimumExclusive());
        }
        if (!Double.isInfinite(range.maximum())) {
            entry.setMaximum(range.maximum()).setMaximumExclusive(range.maximumExclusive());
        }
        return entry.build();
    }

    private static ConfigType configType(Parameter parameter) {
        return switch (parameter.type()) {
            case BOOL -> ConfigType.CONFIG_TYPE_BOOL;
            case INTEGER -> ConfigType.CONFIG_TYPE_INTEGER;
            case NUMBER -> ConfigType.CONFIG_TYPE_NUMBER;
            case CHOICE -> ConfigType.CONFIG_TYPE_CHOICE;
            case NUMBERS -> ConfigType.CONFIG_TYPE_NUMBERS;
            case MATRIX -> ConfigType.CONFIG_TYPE_MATRIX;
            case TEXT -> ConfigType.CONFIG_TYPE_TEXT;
        };
    }
}
