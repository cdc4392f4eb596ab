package io.recordsync.connectors.files;

/**
 * A position between two rows of a file.
 *
 * @param offset the number of bytes before it
 * @param line the number of lines before it
 * @param hash the hash of the bytes before it, which shows whether they have changed
 */
record FilePosition(long offset, long line, long hash) {

    /**
     * FNV-1a with 64 bits. It is computed incrementally, so that a new position costs only the bytes since the previous
     * one.
     */
    private static final long BASIS = 0xcbf29ce484222325L;

    private static final long PRIME = 0x100000001b3L;

    static final FilePosition START = new FilePosition(0, 0, BASIS);

    /** The position after these bytes, which contain that number of line ends. */
    FilePosition after(byte[] bytes, int length, int lines) {
        long next = hash;
        for (int i = 0; i < length; i++) {
            next = (next ^ (bytes[i] & 0xff)) * PRIME;
        }
        return new FilePosition(offset + length, line + lines, next);
    }
}
