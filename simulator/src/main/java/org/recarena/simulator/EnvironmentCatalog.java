package org.recarena.simulator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The environments that can be simulated, by id. Immutable and thread-safe. */
public final class EnvironmentCatalog {

    private final TreeMap<String, Environment> byId = new TreeMap<>();

    /**
     * A catalogue of given environments.
     *
     * @param environments with distinct ids
     * @throws IllegalArgumentException where two have the same id
     */
    public EnvironmentCatalog(Collection<Environment> environments) {
        for (Environment environment : environments) {
            if (byId.putIfAbsent(environment.id(), environment) != null) {
                throw new IllegalArgumentException("two environments are called " + environment.id());
            }
        }
    }

    /**
     * The catalogue of all environments on the class path.
     *
     * @return those registered as services
     */
    public static EnvironmentCatalog installed() {
        List<Environment> found = new ArrayList<>();
        ServiceLoader.load(Environment.class, EnvironmentCatalog.class.getClassLoader())
                .forEach(found::add);
        return new EnvironmentCatalog(found);
    }

    /**
     * All environments.
     *
     * @return in order of id
     */
    public List<Environment> all() {
        return List.copyOf(byId.values());
    }

    /**
     * One environment.
     *
     * @param id its versioned id
     * @return empty where there is none
     */
    public Optional<Environment> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }
}
