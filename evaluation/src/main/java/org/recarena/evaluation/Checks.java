package org.recarena.evaluation;

/** Refusals of bad input, by the name that the caller gave it. */
final class Checks {

    private Checks() {}

    static void level(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level is " + level + ": not in (0, 1)");
        }
    }

    static void lengths(String name, int length, String otherName, int otherLength) {
        if (length != otherLength) {
            throw new IllegalArgumentException(
                    name + " has length " + length + " where " + otherName + " has length " + otherLength);
        }
    }

    static void finite(String name, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException(name + "[" + i + "] is " + values[i] + ": not finite");
            }
        }
    }

    static void counts(String partName, long[] part, String wholeName, long[] whole) {
        lengths(wholeName, whole.length, partName, part.length);
        for (int i = 0; i < part.length; i++) {
            if (whole[i] < 0) {
                throw new IllegalArgumentException(wholeName + "[" + i + "] is " + whole[i] + ": negative");
            }
            if (part[i] < 0 || part[i] > whole[i]) {
                throw new IllegalArgumentException(partName + "[" + i + "] is " + part[i] + ": not between 0 and "
                        + wholeName + "[" + i + "], " + whole[i]);
            }
        }
    }
}
