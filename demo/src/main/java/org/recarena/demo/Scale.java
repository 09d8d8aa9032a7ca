package org.recarena.demo;

import java.util.ArrayList;
import java.util.List;

/** A scale from numbers to pixels. */
record Scale(double low, double high, double from, double to) {

    /** A scale with some room beyond the numbers at both ends. */
    static Scale around(double low, double high, double from, double to) {
        double margin = high > low ? (high - low) * 0.06 : Math.max(1e-9, Math.abs(low) * 0.06);
        return new Scale(low - margin, high + margin, from, to);
    }

    double at(double value) {
        return from + (value - low) / (high - low) * (to - from);
    }

    /** Round numbers, about as many as told. */
    List<Double> ticks(int count) {
        double raw = (high - low) / count;
        double magnitude = Math.pow(10, Math.floor(Math.log10(raw)));
        double ratio = raw / magnitude;
        double step = magnitude * (ratio > 5 ? 10 : ratio > 2 ? 5 : ratio > 1.4 ? 2 : 1);
        List<Double> ticks = new ArrayList<>();
        for (double tick = Math.ceil(low / step) * step; tick <= high + step * 1e-9; tick += step) {
            ticks.add(Math.abs(tick) < step * 1e-9 ? 0 : tick);
        }
        return ticks;
    }
}
