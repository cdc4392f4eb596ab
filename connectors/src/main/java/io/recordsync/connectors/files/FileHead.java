package io.recordsync.connectors.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The first bytes of a file, which tell some forms that are no text. */
final class FileHead {

    private static final int LENGTH = 64;
    private static final String UNPACK = "it is compressed; unpack it";
    private static final String WORKBOOK = "it is a workbook of a spreadsheet; save it as CSV in UTF-8";

    private static final List<Form> FORMS = List.of(
            new Form("it is compressed with gzip; unpack it", 0x1f, 0x8b),
            new Form(UNPACK, 0x28, 0xb5, 0x2f, 0xfd),
            new Form(UNPACK, 0xfd, '7', 'z', 'X', 'Z'),
            new Form(UNPACK, 'B', 'Z', 'h'),
            new Form("it is a ZIP archive or " + WORKBOOK.substring("it is ".length()), 'P', 'K', 3, 4),
            new Form(WORKBOOK, 0xd0, 0xcf, 0x11, 0xe0));

    private FileHead() {}

    private record Form(String reason, int... signs) {

        boolean isOf(byte[] head) {
            boolean is = head.length >= signs.length;
            for (int i = 0; is && i < signs.length; i++) {
                is = (head[i] & 0xff) == signs[i];
            }
            return is;
        }
    }

    /** Why the file is no text in this encoding; empty if its first bytes do not tell. */
    static Optional<String> obstacle(FileChannel file, Encoding encoding) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(LENGTH);
        file.read(buffer, 0);
        byte[] head = Arrays.copyOf(buffer.array(), buffer.position());
        return FORMS.stream()
                .filter(form -> form.isOf(head))
                .map(Form::reason)
                .findFirst()
                .or(() -> encoding.unit() == 1 ? wide(head) : Optional.empty());
    }

    /** The place of the first zero byte tells which half of each sign comes first. */
    private static Optional<String> wide(byte[] head) {
        for (int i = 0; i < head.length; i++) {
            if (head[i] == 0) {
                return Optional.of(("it has bytes of zero, like UTF-16 without a byte order mark; set its setting"
                                + " ENCODING to %s, or save it as UTF-8")
                        .formatted(i % 2 == 0 ? "UTF-16BE" : "UTF-16LE"));
            }
        }
        return Optional.empty();
    }
}
