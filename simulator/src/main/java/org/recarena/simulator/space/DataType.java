package org.recarena.simulator.space;

/** The type of a tensor's elements, as they lie in memory: little-endian. */
public enum DataType {
    /** One byte, 0 or 1. */
    BOOL(1),
    /** One unsigned byte. */
    UINT8(1),
    /** Four bytes, two's complement. */
    INT32(4),
    /** Eight bytes, two's complement. */
    INT64(8),
    /** IEEE 754 binary32. */
    FLOAT32(4),
    /** IEEE 754 binary64. */
    FLOAT64(8);

    private final int bytes;

    DataType(int bytes) {
        this.bytes = bytes;
    }

    /**
     * The size of one element.
     *
     * @return the number of bytes
     */
    public int bytes() {
        return bytes;
    }
}
