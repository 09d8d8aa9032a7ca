package org.recarena.simulator.recsim;

import java.util.List;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.space.DataType;
import org.recarena.simulator.space.TensorSpec;

/** What can be measured of each slot of a slate, under the reference's names. */
enum ResponseField {
    CLICK("click", DataType.BOOL, 0, 1, "Whether the document was clicked (0 or 1).") {
        @Override
        double value(Slate slate, int slot) {
            return slate.isRecorded(slot) ? 1 : 0;
        }
    },
    WATCH_TIME("watch_time", DataType.FLOAT64, 0, 100, "How long the document was watched, in minutes.") {
        @Override
        double value(Slate slate, int slot) {
            return slate.brought(slot);
        }
    },
    LIKED("liked", DataType.BOOL, 0, 1, "Whether the document was liked; as in the reference always 0.") {
        @Override
        double value(Slate slate, int slot) {
            return 0;
        }
    },
    /** Quality that no user sees before the response; within bounds that it practically never leaves. */
    HIDDEN_QUALITY("quality", DataType.FLOAT64, -100, 100, "The quality of the document, clicked or not.") {
        @Override
        double value(Slate slate, int slot) {
            return Math.min(100, Math.max(-100, slate.values[slot]));
        }
    },
    QUALITY("quality", DataType.FLOAT64, 0, Double.MAX_VALUE, "The quality of the document, clicked or not.") {
        @Override
        double value(Slate slate, int slot) {
            return slate.values[slot];
        }
    },
    CLUSTER_ID("cluster_id", DataType.INT32, 0, Integer.MAX_VALUE, "The cluster of the document, clicked or not.") {
        @Override
        double value(Slate slate, int slot) {
            return slate.clusters[slot];
        }
    },
    ENGAGEMENT(
            "engagement",
            DataType.FLOAT64,
            0,
            100,
            "How much the user engaged with the document; what exceeds 100 is cut off.") {
        @Override
        double value(Slate slate, int slot) {
            return Math.min(100, slate.brought(slot));
        }
    },
    UNCLIPPED_ENGAGEMENT(
            "unclipped_engagement",
            DataType.FLOAT64,
            0,
            Double.MAX_VALUE,
            "How much the user engaged with the document, nothing cut off: what the reward is the sum of.") {
        @Override
        double value(Slate slate, int slot) {
            return slate.brought(slot);
        }
    },
    REWARD("reward", DataType.FLOAT64, -10, 5, "What the slate brought, in its first slot.") {
        @Override
        double value(Slate slate, int slot) {
            return slate.brought(slot);
        }
    };

    private final String signalName;
    private final DataType type;
    private final double minimum;
    private final double maximum;
    private final String description;

    ResponseField(String signalName, DataType type, double minimum, double maximum, String description) {
        this.signalName = signalName;
        this.type = type;
        this.minimum = minimum;
        this.maximum = maximum;
        this.description = description;
    }

    /** What the filled slot {@code slot} of a slate brought. */
    abstract double value(Slate slate, int slot);

    /**
     * Whether it tells how much of a rewarded field there was: what a click brought, and what tells that there was one.
     */
    boolean tells(ResponseField rewarded) {
        return switch (this) {
            case CLICK -> rewarded == CLICK;
            case WATCH_TIME, ENGAGEMENT, UNCLIPPED_ENGAGEMENT, REWARD -> true;
            case LIKED, HIDDEN_QUALITY, QUALITY, CLUSTER_ID -> false;
        };
    }

    /** The name of the signal and of the observation. */
    String signalName() {
        return signalName;
    }

    /** The specification for slates of a shape. */
    TensorSpec spec(List<Integer> shape) {
        TensorSpec spec = TensorSpec.of(signalName, type, shape, description);
        return maximum == Double.MAX_VALUE || maximum == Integer.MAX_VALUE
                ? spec.atLeast(minimum)
                : spec.within(minimum, maximum);
    }

    /** Appends one value. */
    void put(Column column, double value) {
        switch (type) {
            case BOOL -> column.putByte((int) value);
            case INT32 -> column.putInt((int) value);
            default -> column.putDouble(value);
        }
    }
}
