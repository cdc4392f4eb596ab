package io.recordsync.connectors.http;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import okhttp3.Response;
import okio.BufferedSink;
import okio.BufferedSource;
import okio.ByteString;
import okio.Okio;

/** Reads the bodies of answers, and never more of one than is allowed. */
final class BodyReader {

    /** The largest answer that is kept in memory, in bytes. */
    static final int MAX_BYTES = 10 << 20;

    private static final long STEP = 1 << 16;

    private BodyReader() {}

    /** The whole body, or only its beginning if the call needs no more. */
    static ByteString read(VendorCall call, Response response) throws IOException {
        BufferedSource source = response.body().source();
        return call.enough().isPresent() ? beginning(source, call.enough().getAsLong()) : whole(call, source);
    }

    private static ByteString whole(VendorCall call, BufferedSource source) throws IOException {
        if (source.request(MAX_BYTES + 1L)) {
            throw tooLarge(call, MAX_BYTES);
        }
        return source.readByteString();
    }

    private static ByteString beginning(BufferedSource source, long limit) throws IOException {
        return source.request(limit) ? source.readByteString(limit) : source.readByteString();
    }

    /** @param maxBytes the largest number of bytes that are accepted */
    static void copy(VendorCall call, Response response, Path file, long maxBytes) throws IOException {
        try (BufferedSink sink = Okio.buffer(Okio.sink(file))) {
            BufferedSource source = response.body().source();
            for (long taken = 0; !source.exhausted(); ) {
                taken += source.read(sink.getBuffer(), STEP);
                sink.emitCompleteSegments();
                if (taken > maxBytes) {
                    throw tooLarge(call, maxBytes);
                }
            }
        }
    }

    private static ConnectorException tooLarge(VendorCall call, long maxBytes) {
        return new ConnectorException(
                ErrorKind.UNAVAILABLE,
                "ANSWER_TOO_LARGE",
                String.format(
                        Locale.ROOT,
                        "%s answered %s with more than %d MB, which is not read. Check the base URL of the system.",
                        call.system(),
                        call,
                        maxBytes >> 20),
                call.write());
    }
}
