package org.recarena.server.settings;

import java.util.List;
import java.util.Locale;

/**
 * The definition of one setting. Immutable.
 *
 * @param name as in the file and, after two dashes, on the command line
 * @param type what values it takes
 * @param defaultValue as text
 * @param choices for {@link Type#CHOICE}
 * @param meaning a sentence, with the unit
 */
public record Setting(String name, Type type, String defaultValue, List<String> choices, String meaning) {

    /** What values a setting takes. */
    public enum Type {
        /** Any text; empty for none. */
        TEXT("a text"),
        /** true or false. */
        FLAG("true or false"),
        /** A whole number that is not negative. */
        NUMBER("a whole number that is not negative"),
        /** A whole number from 1 on. */
        COUNT("a whole number, at least 1"),
        /** A port of this machine; 0 for any free one. */
        PORT("a port, from 0 to 65535"),
        /** A number of bytes, with k, m or g behind it if that reads better. */
        BYTES("a number of bytes, such as 64m"),
        /** The same, but not 0. */
        SIZE("a number of bytes, at least 1, such as 64m"),
        /** A number of milliseconds, seconds, minutes, hours or days; a hundred years at most. */
        DURATION("a duration up to 36500d, such as 30s, 10m, 1h or 2d"),
        /** The same, but not 0. */
        PERIOD("a duration from 1ms to 36500d, such as 30s, 10m, 1h or 2d"),
        /** One of the choices. */
        CHOICE("one of the choices");

        private final String phrase;

        Type(String phrase) {
            this.phrase = phrase;
        }

        /**
         * For messages and documentation.
         *
         * @return the type with its article
         */
        public String phrase() {
            return phrase;
        }
    }

    /**
     * The environment variable that sets it.
     *
     * @return such as RECARENA_GRPC_PORT
     */
    public String variable() {
        return "RECARENA_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /**
     * The flag that sets it.
     *
     * @return such as --grpc-port
     */
    public String flag() {
        return "--" + name;
    }

    /**
     * What is allowed, in words.
     *
     * @return a phrase
     */
    public String allowed() {
        return type == Type.CHOICE ? "one of " + String.join(", ", choices) : type.phrase();
    }
}
