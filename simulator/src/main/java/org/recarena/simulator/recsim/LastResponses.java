package org.recarena.simulator.recsim;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import org.recarena.simulator.space.Column;

/** What was last measured of every slot, kept where it is observed; otherwise this keeps nothing. Not thread-safe. */
final class LastResponses {

    private final ResponseField[] fields;
    private final int users;
    private final int slots;
    /** For each user of each lane and each field, a value for each slot; or empty. */
    private final double[] values;

    LastResponses(Problem problem, int lanes, Set<String> observations) {
        this.fields = problem.responses().toArray(ResponseField[]::new);
        this.users = problem.settings().users();
        this.slots = problem.settings().slateSize();
        this.values = new double[areKept(problem, observations) ? Math.multiplyExact(lanes, laneSize()) : 0];
    }

    /** Whether any is observed. */
    static boolean areKept(Problem problem, Set<String> observations) {
        return problem.responses().stream().anyMatch(field -> observations.contains(field.signalName()));
    }

    /** The bytes that it takes for each lane. */
    static long laneBytes(Problem problem, Set<String> observations) {
        Settings settings = problem.settings();
        long size = (long) settings.users()
                * settings.slateSize()
                * problem.responses().size();
        return areKept(problem, observations) ? Double.BYTES * size : 0;
    }

    private int laneSize() {
        return users * fields.length * slots;
    }

    private int at(int lane, int user, int field) {
        return ((lane * users + user) * fields.length + field) * slots;
    }

    /** Keeps the value of one slot. */
    void keep(int lane, int user, int field, int slot, double value) {
        if (values.length > 0) {
            values[at(lane, user, field) + slot] = value;
        }
    }

    /** Forgets those of one user. */
    void clear(int lane, int user) {
        if (values.length > 0) {
            Arrays.fill(values, at(lane, user, 0), at(lane, user, fields.length), 0);
        }
    }

    /** Appends a field of all slots of a lane. */
    void observe(int lane, int field, Column out) {
        for (int user = 0; user < users; user++) {
            int from = at(lane, user, field);
            for (int slot = 0; slot < slots; slot++) {
                fields[field].put(out, values[from + slot]);
            }
        }
    }

    void save(int lane, DataOutput out) throws IOException {
        int from = lane * laneSize();
        for (int i = 0; values.length > 0 && i < laneSize(); i++) {
            out.writeDouble(values[from + i]);
        }
    }

    void load(int lane, DataInput in) throws IOException {
        int from = lane * laneSize();
        for (int i = 0; values.length > 0 && i < laneSize(); i++) {
            values[from + i] = in.readDouble();
        }
    }
}
