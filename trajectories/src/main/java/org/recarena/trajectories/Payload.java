package org.recarena.trajectories;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.util.Arrays;
import org.recarena.v1.LogRecord;

/** Records as bytes. */
final class Payload {

    private Payload() {}

    /** The simulation that the scanner's record speaks of, without reading the rest of it. */
    static long simulation(SegmentScanner scanner) throws IOException {
        CodedInputStream in =
                CodedInputStream.newInstance(scanner.buffer(), scanner.payloadStart(), scanner.payloadLength());
        while (!in.isAtEnd()) {
            int tag = in.readTag();
            if (tag == LogRecord.SIMULATION_FIELD_NUMBER << 3) {
                return in.readInt64();
            }
            in.skipField(tag);
        }
        return 0;
    }

    /** Reads the scanner's record. Its byte strings share one array. */
    static LogRecord parse(SegmentScanner scanner) throws IOException {
        byte[] bytes = Arrays.copyOfRange(
                scanner.buffer(), scanner.payloadStart(), scanner.payloadStart() + scanner.payloadLength());
        CodedInputStream in = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
        in.enableAliasing(true);
        return LogRecord.parseFrom(in);
    }
}
