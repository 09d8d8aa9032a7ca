package org.recarena.client;

import com.google.protobuf.ByteString;
import java.util.Map;
import org.recarena.v1.ResetRequest;

/** In which lanes new episodes begin. Made by {@link #all} or {@link #lanes}. */
public final class Reset {

    private final ByteString mask;
    private long[] seeds = {};
    private Map<String, String> labels = Map.of();

    private Reset(ByteString mask) {
        this.mask = mask;
    }

    /**
     * In all lanes.
     *
     * @return the reset
     */
    public static Reset all() {
        return new Reset(ByteString.EMPTY);
    }

    /**
     * In some lanes; the others stay as they are.
     *
     * @param selected true where an episode begins
     * @return the reset
     */
    public static Reset lanes(boolean... selected) {
        byte[] mask = new byte[selected.length];
        for (int lane = 0; lane < mask.length; lane++) {
            mask[lane] = (byte) (selected[lane] ? 1 : 0);
        }
        return new Reset(ByteString.copyFrom(mask));
    }

    /**
     * Gives the users of each lane a new seed.
     *
     * @param values one for each lane; those of lanes that are not reset are ignored
     * @return this
     */
    public Reset seeds(long... values) {
        seeds = values.clone();
        return this;
    }

    /**
     * Sets labels from here on; an empty value removes the key.
     *
     * @param values by key
     * @return this
     */
    public Reset labels(Map<String, String> values) {
        labels = Map.copyOf(values);
        return this;
    }

    ResetRequest.Builder request(long step) {
        ResetRequest.Builder request = ResetRequest.newBuilder().setStep(step).setMask(mask);
        for (long seed : seeds) {
            request.addLaneSeeds(seed);
        }
        return labels.isEmpty() ? request : request.putAllLabels(labels);
    }
}
