package org.recarena.server.dmenv;

import com.google.rpc.Code;
import com.google.rpc.Status;

/** A property cannot be read, written or listed. The extension's clients tell the reasons apart by their codes. */
final class PropertyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Code code;

    /** A reason, and its code: NOT_FOUND, or PERMISSION_DENIED for what is there but not in this way. */
    PropertyException(Code code, String message) {
        super(message);
        this.code = code;
    }

    Status status() {
        return Status.newBuilder()
                .setCode(code.getNumber())
                .setMessage(String.valueOf(getMessage()))
                .build();
    }
}
