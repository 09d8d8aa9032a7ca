package org.recarena.simulator.config;

/** What values a parameter takes. */
public enum ParameterType {
    /** true or false. */
    BOOL("a boolean"),
    /** A number without a fraction, within the range of {@code int}. */
    INTEGER("a whole number"),
    /** A finite number. */
    NUMBER("a finite number"),
    /** One of the parameter's choices. */
    CHOICE("a text"),
    /** Any text of limited length. */
    TEXT("a text"),
    /** A list of finite numbers. */
    NUMBERS("a list of finite numbers"),
    /** A list of equally long lists of finite numbers. */
    MATRIX("a list of equally long lists of finite numbers");

    private final String phrase;

    ParameterType(String phrase) {
        this.phrase = phrase;
    }

    /**
     * For messages.
     *
     * @return the type with its article
     */
    public String phrase() {
        return phrase;
    }
}
