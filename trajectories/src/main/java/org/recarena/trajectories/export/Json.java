package org.recarena.trajectories.export;

import java.util.Map;
import java.util.TreeMap;

/** The little JSON that rows need. */
final class Json {

    private Json() {}

    static void string(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    /** A number, or null where JSON has none. */
    static void number(StringBuilder out, double value) {
        if (Double.isFinite(value)) {
            out.append(text(value));
        } else {
            out.append("null");
        }
    }

    static void numbers(StringBuilder out, double[] values) {
        out.append('[');
        for (int i = 0; i < values.length; i++) {
            out.append(i == 0 ? "" : ",");
            number(out, values[i]);
        }
        out.append(']');
    }

    /** With the keys in order, so that equal objects are equal texts. */
    static void strings(StringBuilder out, Map<String, String> values) {
        out.append('{');
        String separator = "";
        for (Map.Entry<String, String> entry : new TreeMap<>(values).entrySet()) {
            out.append(separator);
            string(out, entry.getKey());
            out.append(':');
            string(out, entry.getValue());
            separator = ",";
        }
        out.append('}');
    }

    /** The shortest text that gives the number back, and integers without a fraction. */
    static String text(double value) {
        long whole = (long) value;
        boolean isWhole = whole == value && Math.abs(whole) < 1L << 53 && (whole != 0 || 1 / value > 0);
        return isWhole ? Long.toString(whole) : Double.toString(value);
    }
}
