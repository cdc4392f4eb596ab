package io.recordsync.connectors.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * How a file's bytes are decoded as text.
 *
 * @param mark the length of the byte order mark at the file's beginning, in bytes
 * @param unit the length of a line feed or quote in bytes: 2 in UTF-16, 1 in all ASCII-compatible encodings
 */
record Encoding(Charset charset, int mark, int unit) {

    private static final byte[] UTF_8_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    private static final byte[] BIG_MARK = {(byte) 0xfe, (byte) 0xff};
    private static final byte[] LITTLE_MARK = {(byte) 0xff, (byte) 0xfe};

    /** The encoding of the file's byte order mark, or the given one if it has none. */
    static Encoding of(FileChannel file, Charset otherwise) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(UTF_8_MARK.length);
        file.read(head, 0);
        byte[] bytes = Arrays.copyOf(head.array(), head.position());
        if (begins(bytes, UTF_8_MARK)) {
            return new Encoding(StandardCharsets.UTF_8, UTF_8_MARK.length, 1);
        }
        if (begins(bytes, BIG_MARK)) {
            return new Encoding(StandardCharsets.UTF_16BE, BIG_MARK.length, 2);
        }
        return begins(bytes, LITTLE_MARK)
                ? new Encoding(StandardCharsets.UTF_16LE, LITTLE_MARK.length, 2)
                : unmarked(otherwise);
    }

    /** The encoding of a file without a byte order mark. */
    static Encoding unmarked(Charset charset) {
        if (charset.equals(StandardCharsets.UTF_16)) {
            return new Encoding(StandardCharsets.UTF_16BE, 0, 2);
        }
        return new Encoding(charset, 0, charset.name().startsWith("UTF-16") ? 2 : 1);
    }

    /**
     * Whether rows can be separated in this encoding: it must be UTF-16, or encode line feeds, quotes and commas as
     * ASCII does.
     */
    static boolean isKnown(Charset charset) {
        return charset.canEncode()
                && (charset.name().startsWith("UTF-16")
                        || Arrays.equals("\n\",A".getBytes(charset), "\n\",A".getBytes(StandardCharsets.US_ASCII)));
    }

    /** @throws CharacterCodingException when the bytes are not text in this encoding */
    String text(byte[] bytes, int length) throws CharacterCodingException {
        return charset.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString();
    }

    byte[] bytes(String text) {
        return text.getBytes(charset);
    }

    boolean holds(String text) {
        return charset.newEncoder().canEncode(text);
    }

    /** The code unit at this index. */
    int unitAt(byte[] bytes, int index) {
        if (unit == 1) {
            return bytes[index] & 0xff;
        }
        int high = bytes[index] & 0xff;
        int low = bytes[index + 1] & 0xff;
        return charset.equals(StandardCharsets.UTF_16LE) ? low << 8 | high : high << 8 | low;
    }

    private static boolean begins(byte[] bytes, byte[] mark) {
        return bytes.length >= mark.length && Arrays.equals(Arrays.copyOf(bytes, mark.length), mark);
    }
}
