package io.recordsync.connectors.files;

import io.recordsync.connectors.LinkCandidate;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A readable row of a file.
 *
 * @param index its place among all rows, unreadable ones included
 * @param key empty if the row has none
 * @param recordId our record id; empty if the row carries none
 */
record FileRow(long index, String key, String recordId, Map<String, @Nullable Object> content) {

    static FileRow of(long index, Map<String, @Nullable Object> content, FilesSettings settings) {
        return new FileRow(index, key(content, settings), recordId(content, settings), content);
    }

    /** The row's key without blanks around it, which no key has; empty if it has none. */
    static String key(Map<String, @Nullable Object> row, FilesSettings settings) {
        return Blanks.strip(text(row, settings.keyColumn()));
    }

    /** Our record id in the row; empty if it carries none. */
    static String recordId(Map<String, @Nullable Object> row, FilesSettings settings) {
        return Blanks.strip(text(row, settings.recordIdColumn()));
    }

    LinkCandidate existing() {
        return new LinkCandidate(key, Optional.of(recordId));
    }

    /** The column's value as text; empty if it has none. */
    static String text(Map<String, @Nullable Object> row, String column) {
        Object value = row.get(column);
        return value == null ? "" : value.toString();
    }
}
