package org.recarena.server.docs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.recarena.server.docs.LineChart.Line;
import org.recarena.simulator.Environment;

/**
 * A plot to be: lines of what some configs do. Immutable.
 *
 * @param title for readers who do not see it
 * @param upwards what is counted from below to above
 * @param world what all lines have in common beside what their measurement needs
 * @param curves the lines, the one that the others are held against first
 */
record Figure(String title, String upwards, Map<String, Object> world, List<Curve> curves) {

    Figure(String title, Map<String, Object> world, List<Curve> curves) {
        this(title, curves.get(0).measurement().upwards(), world, curves);
    }

    /**
     * A line to be.
     *
     * @param name for the legend
     * @param measurement what is counted, over what; all curves of a figure have the same axes
     * @param config on top of the figure's world
     */
    record Curve(String name, Measurement measurement, Map<String, Object> config) {}

    /** Measured in the simulator, the same on every machine. */
    String svg(Environment environment) {
        List<Line> lines = new ArrayList<>();
        for (Curve curve : curves) {
            Map<String, Object> config = new HashMap<>(curve.measurement().defaults());
            config.putAll(world);
            config.putAll(curve.config());
            config.putAll(curve.measurement().needs());
            lines.add(curve.measurement().measure(curve.name(), environment, config));
        }
        return new LineChart(title, across(), upwards, lines).svg();
    }

    /** What a reader has to know to read it. */
    String caption() {
        return upwards + " by " + across();
    }

    private String across() {
        return curves.get(0).measurement().across();
    }
}
