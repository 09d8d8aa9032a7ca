package org.recarena.simulator.config;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says of a config key that a schema does not have what may have been meant. Stateless. */
final class UnknownKey {

    private UnknownKey() {}

    /** Whether there are keys {@code name.*}, which a mapping of that name may hold. */
    static boolean isGroup(String name, Collection<String> keys) {
        return keys.stream().anyMatch(key -> key.startsWith(name + "."));
    }

    /** What is wrong with the key, in words that follow its name. */
    static String describe(String name, @Nullable Object value, Collection<String> keys) {
        if (isGroup(name, keys)) {
            return "is a group of parameters and no parameter itself (its value was " + value + "); it has "
                    + inGroup(name, keys);
        }
        String nearest = nearest(name, keys);
        if (!nearest.isEmpty()) {
            return notThere(value) + "did you mean " + nearest + "? there are " + String.join(", ", keys);
        }
        String group = nearest(name, groups(keys));
        if (!group.isEmpty()) {
            return notThere(value) + "did you mean the group " + group + "? it has " + inGroup(group, keys);
        }
        return notThere(value) + "there are " + String.join(", ", keys);
    }

    private static String notThere(@Nullable Object value) {
        return "is not a parameter (its value was " + value + "); ";
    }

    private static String inGroup(String group, Collection<String> keys) {
        List<String> members =
                keys.stream().filter(key -> key.startsWith(group + ".")).toList();
        return String.join(", ", members);
    }

    private static Set<String> groups(Collection<String> keys) {
        Set<String> groups = new LinkedHashSet<>();
        for (String key : keys) {
            int end = key.indexOf('.');
            if (end > 0) {
                groups.add(key.substring(0, end));
            }
        }
        return groups;
    }

    /** The one that differs by the fewest letters, or nothing where even that one differs by many. */
    private static String nearest(String name, Collection<String> candidates) {
        String nearest = "";
        int distance = Math.max(2, name.length() / 3) + 1;
        for (String candidate : candidates) {
            int found = editDistance(name, candidate);
            if (found < distance) {
                distance = found;
                nearest = candidate;
            }
        }
        return nearest;
    }

    private static int editDistance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitution, Math.min(previous[j], current[j - 1]) + 1);
            }
            int[] swap = previous;
            previous = current;
            current = swap;
        }
        return previous[b.length()];
    }
}
