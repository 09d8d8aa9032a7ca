package org.recarena.server.settings;

/** A setting is wrong, or unknown; the message says where it was set, to what, and what is allowed. */
public final class SettingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Says what is wrong.
     *
     * @param message the place, the value and what is allowed
     */
    public SettingException(String message) {
        super(message);
    }
}
