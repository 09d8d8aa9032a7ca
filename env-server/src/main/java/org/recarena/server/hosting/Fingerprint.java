package org.recarena.server.hosting;

import com.google.protobuf.ByteString;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.recarena.v1.Propensities;
import org.recarena.v1.ResetRequest;
import org.recarena.v1.StepRequest;
import org.recarena.v1.Tensor;

/** Tells a repeated request from another one with the same number. Not a defence against an adversary. Stateless. */
final class Fingerprint {

    private static final long RESET = 1L << 32;
    private static final long STEP = 2L << 32;

    private Fingerprint() {}

    static long of(ResetRequest request) {
        CRC32C crc = new CRC32C();
        add(crc, request.getMask());
        for (long seed : request.getLaneSeedsList()) {
            addLong(crc, seed);
        }
        addLabels(crc, request.getLabelsMap());
        return RESET | crc.getValue();
    }

    static long of(StepRequest request) {
        CRC32C crc = new CRC32C();
        add(crc, request.getActions());
        if (request.hasPropensities()) {
            Propensities propensities = request.getPropensities();
            add(crc, propensities.getChosen());
            add(crc, propensities.getSlots());
            add(crc, propensities.getDistribution());
            if (!propensities.getKnown().isEmpty()) {
                add(crc, propensities.getKnown());
            }
        }
        addLabels(crc, request.getLabelsMap());
        return STEP | crc.getValue();
    }

    private static void add(CRC32C crc, Tensor tensor) {
        crc.update(tensor.getDataTypeValue());
        add(crc, tensor.getData());
    }

    private static void add(CRC32C crc, ByteString bytes) {
        addLong(crc, bytes.size());
        crc.update(bytes.asReadOnlyByteBuffer());
    }

    private static void addLong(CRC32C crc, long value) {
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            crc.update((int) (value >>> shift) & 0xFF);
        }
    }

    private static void addLabels(CRC32C crc, Map<String, String> labels) {
        if (labels.isEmpty()) {
            return;
        }
        new TreeMap<>(labels).forEach((key, value) -> {
            add(crc, ByteString.copyFromUtf8(key));
            add(crc, ByteString.copyFromUtf8(value));
        });
    }
}
