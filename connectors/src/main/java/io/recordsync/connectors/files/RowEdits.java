package io.recordsync.connectors.files;

import io.recordsync.connectors.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The changes to the rows of a file: rows that are replaced or removed, and rows that are added at its end. */
final class RowEdits {

    private final FilesSettings settings;
    private final Map<Long, Edit> edits = new HashMap<>();
    private final List<Map<String, @Nullable Object>> added = new ArrayList<>();

    RowEdits(FilesSettings settings) {
        this.settings = settings;
    }

    /** The change to one row. */
    sealed interface Edit {

        record Remove() implements Edit {}

        record Replace(Map<String, @Nullable Object> row) implements Edit {}
    }

    Optional<Edit> of(long index) {
        return Optional.ofNullable(edits.get(index));
    }

    List<Map<String, @Nullable Object>> added() {
        return added;
    }

    boolean isEmpty() {
        return edits.isEmpty() && added.isEmpty();
    }

    /** The row with the changes so far; empty if it is removed. */
    Optional<FileRow> now(FileRow row) {
        return switch (edits.get(row.index())) {
            case null -> Optional.of(row);
            case Edit.Remove removed -> Optional.empty();
            case Edit.Replace replaced -> Optional.of(FileRow.of(row.index(), replaced.row(), settings));
        };
    }

    void remove(FileRow row) {
        edits.put(row.index(), new Edit.Remove());
    }

    /**
     * Writes the content to a row that is there. A row without a key gets the record id as its key.
     *
     * @param withRecordId whether the row gets our record id too
     * @return the row as it will be
     */
    Map<String, @Nullable Object> change(FileRow row, Write write, boolean withRecordId) {
        Map<String, @Nullable Object> changed = merged(row.content(), write, withRecordId);
        if (FileRow.key(changed, settings).isEmpty()) {
            changed.put(settings.keyColumn(), write.recordId());
        }
        if (!changed.equals(row.content())) {
            edits.put(row.index(), new Edit.Replace(changed));
        }
        return changed;
    }

    /**
     * Adds a row with the content.
     *
     * @param keyTaken whether another row has the record id as its key
     * @return the row as it will be
     */
    Map<String, @Nullable Object> create(Write write, boolean keyTaken) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put(settings.keyColumn(), keyTaken ? "recordsync:" + write.recordId() : write.recordId());
        Map<String, @Nullable Object> created = merged(row, write, true);
        added.add(created);
        return created;
    }

    /** A rule cannot write the key column and the record id column. */
    private Map<String, @Nullable Object> merged(Map<String, @Nullable Object> row, Write write, boolean withRecordId) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>(row);
        if (withRecordId) {
            merged.put(settings.recordIdColumn(), write.recordId());
        }
        write.content().forEach((field, value) -> {
            if (!field.equals(settings.keyColumn()) && !field.equals(settings.recordIdColumn())) {
                merged.put(field, value);
            }
        });
        return merged;
    }
}
