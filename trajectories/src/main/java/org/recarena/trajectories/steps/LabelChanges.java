package org.recarena.trajectories.steps;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** How the labels of a reset or step change those in force, for the server and the readers of its log alike. */
public final class LabelChanges {

    private LabelChanges() {}

    /**
     * Applies changes. Each sets a key, or removes it where its value is empty.
     *
     * @param inForce the labels before; stays as it is
     * @param changes by key
     * @return the labels from then on, immutable, in the order of their keys
     */
    public static Map<String, String> apply(Map<String, String> inForce, Map<String, String> changes) {
        Map<String, String> changed = new TreeMap<>(inForce);
        changes.forEach((key, value) -> {
            if (value.isEmpty()) {
                changed.remove(key);
            } else {
                changed.put(key, value);
            }
        });
        return Collections.unmodifiableMap(changed);
    }
}
