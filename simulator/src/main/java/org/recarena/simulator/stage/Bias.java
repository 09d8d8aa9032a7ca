package org.recarena.simulator.stage;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.recarena.simulator.config.Parameter;

/**
 * A way in which users depart from reporting plainly what they want: what it is called, what sets it, where it comes
 * from. Stateless and thread-safe. Registered as a service, it becomes part of {@code RecArena-Session-v1}: its
 * parameters are config keys {@code ID.NAME}, checked, documented and logged like all others.
 */
public interface Bias {

    /**
     * Its name in configs.
     *
     * @return lower case letters, digits and underscores; unique, and never changed, since random streams are keyed by
     *     it
     */
    String id();

    /**
     * Its name for people.
     *
     * @return such as "Position bias"
     */
    String title();

    /**
     * The stages that it takes part in.
     *
     * @return at least one
     */
    Set<Stage> stages();

    /**
     * What it does, with its formula.
     *
     * @return sentences
     */
    String description();

    /**
     * Where it was published.
     *
     * @return citations
     */
    String source();

    /**
     * What sets it. Numbers become variable: a distribution may stand for each. With every parameter at its default the
     * bias does nothing.
     *
     * @return names without prefix
     */
    List<Parameter> parameters();

    /**
     * Settings that are known to be of interest.
     *
     * @return parameters by name, by the name of the setting; possibly none
     */
    default Map<String, Map<String, Object>> presets() {
        return Map.of();
    }

    /**
     * Makes what takes part in the stages.
     *
     * @param setup the parameters' values, and the world
     * @return empty exactly where the values are an identity, so that being off costs and changes nothing
     */
    Optional<Kernel> kernel(Setup setup);
}
