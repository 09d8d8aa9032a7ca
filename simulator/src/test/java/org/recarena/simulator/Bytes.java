package org.recarena.simulator;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The state of simulations as bytes. */
public final class Bytes {

    private Bytes() {}

    /** The whole state. */
    public static byte[] of(Simulation simulation) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            simulation.save(new DataOutputStream(bytes));
            return bytes.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Gives a simulation a state. */
    public static void load(Simulation simulation, byte[] state) {
        try {
            simulation.load(new DataInputStream(new ByteArrayInputStream(state)));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
