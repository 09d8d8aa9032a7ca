package org.recarena.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;

/** Reads the recorded behaviour of the reference implementations from the test resources. */
public final class ReferenceData {

    private ReferenceData() {}

    public static JsonNode read(String name) {
        try (InputStream raw = ReferenceData.class.getResourceAsStream("/" + name)) {
            if (raw == null) {
                throw new IllegalArgumentException("no test resource " + name);
            }
            InputStream in = name.endsWith(".gz") ? new GZIPInputStream(raw) : raw;
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static double[] doubles(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).doubleValue();
        }
        return values;
    }

    public static int[] ints(JsonNode array) {
        int[] values = new int[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).intValue();
        }
        return values;
    }

    /** A matrix given as a list of rows, flattened row by row. */
    public static double[] matrix(JsonNode rows) {
        int columns = rows.isEmpty() ? 0 : rows.get(0).size();
        double[] values = new double[rows.size() * columns];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(doubles(rows.get(i)), 0, values, i * columns, columns);
        }
        return values;
    }
}
