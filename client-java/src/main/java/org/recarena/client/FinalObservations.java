package org.recarena.client;

/** With {@link Autoreset#SAME_STEP}, the last observations of the episodes that ended in a step: a row for each. */
public final class FinalObservations {

    private final Layout layout;
    private final org.recarena.v1.FinalObservations message;

    FinalObservations(Layout layout, org.recarena.v1.FinalObservations message) {
        this.layout = layout;
        this.message = message;
    }

    /**
     * How many episodes ended.
     *
     * @return the number of rows
     */
    public int count() {
        return message.getLanes().size() / Integer.BYTES;
    }

    /**
     * The lane whose episode a row is about; lanes rise with the rows.
     *
     * @param row the row
     * @return its lane
     */
    public int lane(int row) {
        return Tensors.view(message.getLanes()).getInt(row * Integer.BYTES);
    }

    /**
     * One of the observations, by name.
     *
     * @param name as chosen for the simulation
     * @return its rows
     */
    public ColumnView observation(String name) {
        return layout.observation(name, message.getObservationsList(), count());
    }
}
