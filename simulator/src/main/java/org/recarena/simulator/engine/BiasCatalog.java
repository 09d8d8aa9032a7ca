package org.recarena.simulator.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.recarena.simulator.DescribedBias;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.config.ParameterType;
import org.recarena.simulator.stage.Bias;
import org.recarena.simulator.stage.Stage;

/** The biases that an environment can be given, by id. Immutable and thread-safe. */
public final class BiasCatalog {

    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9_]*");

    private final TreeMap<String, Bias> byId = new TreeMap<>();
    private final Set<String> leftOut;

    /**
     * A catalogue of given biases.
     *
     * @param biases with distinct ids
     * @throws IllegalArgumentException where two have the same id, or an id is not a name for a config
     */
    public BiasCatalog(Collection<Bias> biases) {
        this(biases, Set.of());
    }

    private BiasCatalog(Collection<Bias> biases, Set<String> leftOut) {
        this.leftOut = Set.copyOf(leftOut);
        for (Bias bias : biases) {
            if (!ID.matcher(bias.id()).matches()) {
                throw new IllegalArgumentException("a bias is called \"" + bias.id()
                        + "\"; it takes a name of lower case letters, digits and _ that begins with a letter");
            }
            if (byId.putIfAbsent(bias.id(), bias) != null) {
                throw new IllegalArgumentException("two biases are called " + bias.id());
            }
        }
    }

    /**
     * The catalogue of all biases on the class path.
     *
     * @return those registered as services
     */
    public static BiasCatalog installed() {
        List<Bias> found = new ArrayList<>();
        ServiceLoader.load(Bias.class, BiasCatalog.class.getClassLoader()).forEach(found::add);
        return new BiasCatalog(found);
    }

    /**
     * The same with some biases only.
     *
     * @param ids of those to keep
     * @return the smaller catalogue
     */
    public BiasCatalog only(Collection<String> ids) {
        return new BiasCatalog(
                byId.values().stream().filter(bias -> ids.contains(bias.id())).toList(), leftOut);
    }

    /**
     * The same without some parameters, which keep their defaults.
     *
     * @param keys numbers, as {@code ID.NAME}
     * @return the catalogue that does not offer them
     */
    public BiasCatalog leavingOut(Collection<String> keys) {
        Set<String> all = new TreeSet<>(leftOut);
        all.addAll(keys);
        return new BiasCatalog(byId.values(), all);
    }

    /**
     * All biases.
     *
     * @return in order of id, in which they also stand in every stage
     */
    public List<Bias> all() {
        return List.copyOf(byId.values());
    }

    /**
     * The config keys of all biases, {@code ID.NAME}. A distribution may stand for each number; a parameter that names
     * no source has that of its bias.
     *
     * @param taken the first parts of keys that are others'
     * @return the parameters, bias by bias
     * @throws IllegalArgumentException where a bias is called like one of {@code taken}
     */
    public List<Parameter> parameters(Collection<String> taken) {
        List<Parameter> parameters = new ArrayList<>();
        for (Bias bias : all()) {
            if (taken.contains(bias.id())) {
                throw new IllegalArgumentException("a bias is called \"" + bias.id() + "\"; it takes a name other than "
                        + String.join(", ", taken));
            }
            for (Parameter parameter : bias.parameters()) {
                Parameter named = parameter.named(bias.id() + "." + parameter.name());
                if (leftOut.contains(named.name())) {
                    continue;
                }
                Parameter sourced = named.source().isEmpty() ? named.withSource(bias.source()) : named;
                parameters.add(sourced.type() == ParameterType.NUMBER ? sourced.asVariable() : sourced);
            }
        }
        return parameters;
    }

    /**
     * What people are told of all biases.
     *
     * @return in order of id
     */
    public List<DescribedBias> described() {
        return all().stream()
                .map(bias -> new DescribedBias(
                        bias.id(),
                        bias.title(),
                        bias.stages().stream().sorted().map(Stage::title).toList(),
                        bias.description(),
                        bias.source(),
                        settings(bias)))
                .toList();
    }

    /** Those of which every parameter is offered. */
    private Map<String, Map<String, Object>> settings(Bias bias) {
        Map<String, Map<String, Object>> settings = new TreeMap<>(bias.presets());
        settings.values()
                .removeIf(
                        values -> values.keySet().stream().anyMatch(name -> leftOut.contains(bias.id() + "." + name)));
        return settings;
    }

    /**
     * One bias.
     *
     * @param id its id
     * @return empty where there is none
     */
    public Optional<Bias> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }
}
