package io.recordsync.connectors.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * How a file's bytes are text.
 *
 * @param mark how many bytes at its beginning only say so (a byte order mark)
 * @param unit the bytes of a line feed or quote: 2 in UTF-16, 1 in all encodings that hold ASCII
 */
record Encoding(Charset charset, int mark, int unit) {

    private static final byte[] UTF_8_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    private static final byte[] BIG_MARK = {(byte) 0xfe, (byte) 0xff};
    private static final byte[] LITTLE_MARK = {(byte) 0xff, (byte) 0xfe};

    /** As the file's first bytes say; else the one that is given. */
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

    /** Of a file without a mark. */
    static Encoding unmarked(Charset charset) {
        if (charset.equals(StandardCharsets.UTF_16)) {
            return new Encoding(StandardCharsets.UTF_16BE, 0, 2);
        }
        return new Encoding(charset, 0, charset.name().startsWith("UTF-16") ? 2 : 1);
    }

    /** Whether rows can be told apart in it: a line feed must be one byte, or two of UTF-16. */
    static boolean isKnown(Charset charset) {
        return charset.canEncode()
                && (charset.name().startsWith("UTF-16")
                        || Arrays.equals("\n\",A".getBytes(charset), "\n\",A".getBytes(StandardCharsets.US_ASCII)));
    }

    /** @throws CharacterCodingException when the bytes are no text of this encoding */
    String text(byte[] bytes, int length) throws CharacterCodingException {
        return charset.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString();
    }

    byte[] bytes(String text) {
        return text.getBytes(charset);
    }

    boolean holds(String text) {
        return charset.newEncoder().canEncode(text);
    }

    /** The unit at this place. */
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
