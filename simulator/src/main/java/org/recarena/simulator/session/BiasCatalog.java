package org.recarena.simulator.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.recarena.simulator.session.stage.Bias;

/** The biases that a session can be given, by id. Immutable and thread-safe. */
public final class BiasCatalog {

    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9_]*");

    private final TreeMap<String, Bias> byId = new TreeMap<>();

    /**
     * A catalogue of given biases.
     *
     * @param biases with distinct ids
     * @throws IllegalArgumentException where two have the same id, or an id is not a name for a config
     */
    public BiasCatalog(Collection<Bias> biases) {
        for (Bias bias : biases) {
            if (!ID.matcher(bias.id()).matches() || SessionSchema.groups().contains(bias.id())) {
                throw new IllegalArgumentException("a bias is called \"" + bias.id()
                        + "\"; it takes a name of lower case letters, digits and _ other than "
                        + String.join(", ", SessionSchema.groups()));
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
     * All biases.
     *
     * @return in order of id, in which they also stand in every stage
     */
    public List<Bias> all() {
        return List.copyOf(byId.values());
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
