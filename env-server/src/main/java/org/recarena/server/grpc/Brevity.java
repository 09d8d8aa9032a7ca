package org.recarena.server.grpc;

/**
 * Keeps refusals short enough for a reply's headers, in which they travel twice: most clients refuse more than 8 KiB of
 * them, and then the user would not learn what was wrong. What a client sends back to it may be of any length.
 * Stateless.
 */
final class Brevity {

    /** Room for a message, as it is encoded in a header. */
    static final int MESSAGE = 1_800;

    /** Room for the faults of one request. */
    static final int DETAILS = 1_500;

    /** Room for one field's name, and for what is said of it. */
    static final int FIELD = 200;

    static final int FAULT = 900;

    private static final String MORE = "…";
    private static final int ESCAPED = 3;

    private Brevity() {}

    /** The text, cut where it would take more room than that. */
    static String cut(String text, int room) {
        int left = room;
        for (int i = 0; i < text.length(); i++) {
            left -= encodedLength(text.charAt(i));
            if (left < 0) {
                boolean splitsPair = i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
                return text.substring(0, splitsPair ? i - 1 : i) + MORE;
            }
        }
        return text;
    }

    /** Of a character in a header: printable ASCII goes as it is, every byte of the rest in three characters. */
    private static int encodedLength(char character) {
        if (character >= ' ' && character <= '~' && character != '%') {
            return 1;
        }
        if (character < 0x80) {
            return ESCAPED;
        }
        return character < 0x800 || Character.isSurrogate(character) ? 2 * ESCAPED : 3 * ESCAPED;
    }
}
