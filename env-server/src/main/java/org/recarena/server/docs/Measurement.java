package org.recarena.server.docs;

import java.util.Map;
import org.recarena.server.docs.LineChart.Line;
import org.recarena.simulator.Environment;

/** A way to see what a config does: what is counted, over what. Stateless. */
interface Measurement {

    /** What is counted from left to right. */
    String across();

    /** What is counted from below to above. */
    String upwards();

    /** What the measurement needs of a world, whatever else is set. */
    Map<String, Object> needs();

    /** What it takes where nothing else is set, so that there is something to see. */
    default Map<String, Object> defaults() {
        return Map.of();
    }

    /** The line of one config, complete with {@link #needs} and {@link #defaults}. */
    Line measure(String name, Environment environment, Map<String, Object> config);
}
