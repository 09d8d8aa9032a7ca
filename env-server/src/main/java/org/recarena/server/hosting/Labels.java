package org.recarena.server.hosting;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.simulator.input.InvalidInputException.Violation;
import org.recarena.trajectories.steps.LabelChanges;

/** The labels of a simulation. Updated by one thread at a time; what is in force can be read by any. */
final class Labels {

    private static final int MOST = 32;
    private static final int KEY_LENGTH = 64;
    private static final int VALUE_LENGTH = 256;

    private volatile Map<String, String> current;

    /** Starts with checked labels. */
    Labels(Map<String, String> initial) {
        current = Map.of();
        check(initial);
        update(initial);
    }

    Map<String, String> current() {
        return current;
    }

    /** Refuses an update that would break a limit. */
    void check(Map<String, String> update) {
        if (update.isEmpty()) {
            return;
        }
        List<Violation> violations = new ArrayList<>();
        update.forEach((key, value) -> {
            if (key.isEmpty() || key.length() > KEY_LENGTH) {
                violations.add(new Violation(
                        "labels", "has a key of " + key.length() + " characters; keys have 1 to " + KEY_LENGTH));
            }
            if (value.length() > VALUE_LENGTH) {
                violations.add(new Violation(
                        "labels." + key, "has " + value.length() + " characters; values have at most " + VALUE_LENGTH));
            }
        });
        int count = LabelChanges.apply(current, update).size();
        if (count > MOST) {
            violations.add(new Violation("labels", "would be " + count + "; there can be at most " + MOST));
        }
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
    }

    void update(Map<String, String> update) {
        if (!update.isEmpty()) {
            current = LabelChanges.apply(current, update);
        }
    }
}
