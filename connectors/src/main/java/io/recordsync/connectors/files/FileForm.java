package io.recordsync.connectors.files;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    /**
     * The row with all of these fields that it can have. A line of JSON is a whole record, so that a field that it
     * leaves out has no value. A column that a CSV file does not have tells nothing.
     */
    Map<String, @Nullable Object> complete(Map<String, @Nullable Object> row, Collection<String> fields) {
        Map<String, @Nullable Object> complete = new LinkedHashMap<>(row);
        if (this == JSON_LINES) {
            fields.forEach(field -> complete.putIfAbsent(field, null));
        }
        return complete;
    }

    boolean hasQuotes() {
        return this == CSV;
    }
}
