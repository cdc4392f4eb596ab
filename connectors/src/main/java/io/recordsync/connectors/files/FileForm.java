package io.recordsync.connectors.files;

import java.util.Locale;
import java.util.Optional;

/** The format of a file of records; the file name's extension determines it. */
enum FileForm {
    /**
     * Comma-separated values (RFC 4180): the first row names the columns. An empty cell means that the field has no
     * value.
     */
    CSV,
    /** One JSON object per line. */
    JSON_LINES;

    static Optional<FileForm> of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".csv")) {
            return Optional.of(CSV);
        }
        return lower.endsWith(".jsonl") || lower.endsWith(".ndjson") ? Optional.of(JSON_LINES) : Optional.empty();
    }

    boolean hasQuotes() {
        return this == CSV;
    }
}
