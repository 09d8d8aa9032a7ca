package org.recarena.client;

import com.google.protobuf.ByteString;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.recarena.v1.Propensities;
import org.recarena.v1.StepRequest;
import org.recarena.v1.Tensor;

/** What an agent shows in every lane, and with which probability it chose it. */
public final class Recommendation {

    private final Tensor actions;
    private final int lanes;
    private @Nullable Tensor chosen;
    private @Nullable Tensor slots;
    private @Nullable Tensor distribution;
    private ByteString known = ByteString.EMPTY;
    private Map<String, String> labels = Map.of();

    private Recommendation(Tensor actions, int lanes) {
        this.actions = actions;
        this.lanes = lanes;
    }

    /**
     * One item in each lane.
     *
     * @param items N item numbers; copied
     * @return the recommendation
     */
    public static Recommendation items(int... items) {
        return new Recommendation(Tensors.ofInts(items, items.length), items.length);
    }

    /**
     * A slate of items in each lane.
     *
     * @param slateSize how many items a slate has
     * @param items N x {@code slateSize} item numbers, row-major; copied
     * @return the recommendation
     */
    public static Recommendation slates(int slateSize, int... items) {
        int lanes = items.length / slateSize;
        if (lanes * slateSize != items.length) {
            throw new IllegalArgumentException(
                    items.length + " items are not a whole number of slates of " + slateSize);
        }
        return new Recommendation(Tensors.ofInts(items, lanes, slateSize), lanes);
    }

    /**
     * Adds the probability with which each lane's item, or whole slate, was chosen.
     *
     * @param values N probabilities; copied
     * @return this
     */
    public Recommendation propensities(double... values) {
        chosen = Tensors.ofDoubles(values, lanes);
        return this;
    }

    /**
     * Adds the probability with which each slot's item was chosen.
     *
     * @param values N x k probabilities, row-major; copied
     * @return this
     */
    public Recommendation slotPropensities(double... values) {
        slots = Tensors.ofDoubles(values, lanes, values.length / lanes);
        return this;
    }

    /**
     * Adds the probability of every item.
     *
     * @param values N x items probabilities, row-major; each row sums to 1; copied
     * @return this
     */
    public Recommendation distribution(double... values) {
        distribution = Tensors.ofDoubles(values, lanes, values.length / lanes);
        return this;
    }

    /**
     * Says of which lanes the probabilities are known: what is given for the others counts for nothing.
     *
     * @param values one for each lane; all are known unless told otherwise
     * @return this
     */
    public Recommendation known(boolean... values) {
        if (values.length != lanes) {
            throw new IllegalArgumentException("known has " + values.length + " values for " + lanes + " lanes");
        }
        byte[] flags = new byte[lanes];
        for (int lane = 0; lane < lanes; lane++) {
            flags[lane] = (byte) (values[lane] ? 1 : 0);
        }
        known = ByteString.copyFrom(flags);
        return this;
    }

    /**
     * Sets labels from this step on; an empty value removes the key.
     *
     * @param values by key
     * @return this
     */
    public Recommendation labels(Map<String, String> values) {
        labels = Map.copyOf(values);
        return this;
    }

    StepRequest.Builder request(long step) {
        StepRequest.Builder request = StepRequest.newBuilder().setStep(step).setActions(actions);
        if (chosen != null || slots != null || distribution != null) {
            Propensities.Builder propensities = Propensities.newBuilder();
            if (chosen != null) {
                propensities.setChosen(chosen);
            }
            if (slots != null) {
                propensities.setSlots(slots);
            }
            if (distribution != null) {
                propensities.setDistribution(distribution);
            }
            request.setPropensities(propensities.setKnown(known));
        }
        return labels.isEmpty() ? request : request.putAllLabels(labels);
    }
}
