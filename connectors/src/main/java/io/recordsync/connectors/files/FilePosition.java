package io.recordsync.connectors.files;

/**
 * A place between two rows of a file.
 *
 * @param offset the bytes before it
 * @param line the lines before it
 * @param hash of the bytes before it: tells whether they are still the same
 */
record FilePosition(long offset, long line, long hash) {

    /** FNV-1a, 64 bits: it goes on from its own value, so that a place costs the bytes since the last one and not all before it. */
    private static final long BASIS = 0xcbf29ce484222325L;

    private static final long PRIME = 0x100000001b3L;

    static final FilePosition START = new FilePosition(0, 0, BASIS);

    /** Behind these bytes, which hold so many line ends. */
    FilePosition after(byte[] bytes, int length, int lines) {
        long next = hash;
        for (int i = 0; i < length; i++) {
            next = (next ^ (bytes[i] & 0xff)) * PRIME;
        }
        return new FilePosition(offset + length, line + lines, next);
    }
}
