package io.recordsync.connectors.files;

import io.recordsync.connectors.ReadRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Converts rows of files to records. Rows have no time.
 *
 * @param fields the fields of the records; empty for those that the row has
 */
record FileRecords(FilesSettings settings, FileForm form, List<String> fields) {

    FileRecords {
        fields = List.copyOf(fields);
    }

    /** The record; empty if the row has no key. */
    Optional<ReadRecord> of(Map<String, @Nullable Object> row) {
        String key = FileRow.key(row, settings);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> recordId = Optional.of(FileRow.recordId(row, settings));
        return Optional.of(new ReadRecord(key, recordId, Optional.empty(), false, content(row)));
    }

    private Map<String, @Nullable Object> content(Map<String, @Nullable Object> row) {
        Map<String, @Nullable Object> content = form.complete(row, fields);
        content.keySet().removeIf(RowText::isUnnamed);
        if (!fields.isEmpty()) {
            content.keySet().retainAll(fields);
        }
        return content;
    }
}
