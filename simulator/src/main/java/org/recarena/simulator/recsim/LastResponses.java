package org.recarena.simulator.recsim;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Set;
import org.recarena.simulator.space.Column;

/** What was last measured of every slot, kept where it is observed; otherwise this keeps nothing. Not thread-safe. */
final class LastResponses {

    private final int users;
    private final int slots;
    /** For each field the rows of its last signal; or none. */
    private final Column[] rows;

    LastResponses(Problem problem, int lanes, Set<String> observations) {
        Settings settings = problem.settings();
        this.users = settings.users();
        this.slots = settings.slateSize();
        this.rows =
                new Column[areKept(problem, observations) ? problem.responses().size() : 0];
        for (int field = 0; field < rows.length; field++) {
            rows[field] = new Column(problem.responses().get(field).spec(settings.slateShape()), lanes);
            rows[field].putZeros(Math.multiplyExact(lanes, users * slots));
        }
    }

    /** Whether any is observed. */
    static boolean areKept(Problem problem, Set<String> observations) {
        return problem.responses().stream().anyMatch(field -> observations.contains(field.signalName()));
    }

    /** The bytes that it takes for each lane. */
    static long laneBytes(Problem problem, Set<String> observations) {
        Settings settings = problem.settings();
        long bytes = 0;
        for (ResponseField field : problem.responses()) {
            bytes += (long) settings.users()
                    * settings.slateSize()
                    * field.spec(settings.slateShape()).dataType().bytes();
        }
        return areKept(problem, observations) ? bytes : 0;
    }

    /** Keeps what was measured in a step of all lanes: the signals, of which the fields are the first. */
    void keep(Column[] signals) {
        for (int field = 0; field < rows.length; field++) {
            rows[field].copyFrom(signals[field]);
        }
    }

    /** Forgets those of all users of a lane. */
    void clear(int lane) {
        for (Column field : rows) {
            field.zeroRow(lane);
        }
    }

    /** Appends a field of all slots of some consecutive lanes. */
    void observe(int field, int from, int to, Column out) {
        out.putRows(rows[field], from, to);
    }

    private int at(int lane, int user, int slot) {
        return (lane * users + user) * slots + slot;
    }

    void save(int lane, DataOutput out) throws IOException {
        for (int user = 0; user < users; user++) {
            for (Column field : rows) {
                for (int slot = 0; slot < slots; slot++) {
                    out.writeDouble(field.get(at(lane, user, slot)));
                }
            }
        }
    }

    void load(int lane, DataInput in) throws IOException {
        for (int user = 0; user < users; user++) {
            for (Column field : rows) {
                for (int slot = 0; slot < slots; slot++) {
                    field.set(at(lane, user, slot), in.readDouble());
                }
            }
        }
    }
}
