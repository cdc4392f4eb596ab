package io.recordsync.connectors.files;

import io.recordsync.connectors.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A write, and the rows that may belong to it. */
final class FoundRows {

    /** The largest number of matching rows that are kept. More would not change the outcome. */
    private static final int MAX_CANDIDATES = 100;

    private final Write write;
    private final List<FileRow> keyed = new ArrayList<>();
    private final List<FileRow> ours = new ArrayList<>();
    private final List<FileRow> alike = new ArrayList<>();
    private boolean keyTaken;

    FoundRows(Write write) {
        this.write = write;
    }

    Write write() {
        return write;
    }

    /** The rows whose key is the write's external id, whatever record id they carry. */
    List<FileRow> keyed() {
        return keyed;
    }

    /** The rows whose key is the write's external id, and that are no other record's. */
    List<FileRow> known() {
        return keyed.stream().filter(this::isFreeFor).toList();
    }

    /** The rows that carry the write's record id. */
    List<FileRow> ours() {
        return ours;
    }

    /** The rows that match by the rule. */
    List<FileRow> alike() {
        return alike;
    }

    /** Whether a row has the write's record id as its key. */
    boolean isKeyTaken() {
        return keyTaken;
    }

    /** The row of the record, by its external id or else by the record id. */
    Optional<FileRow> row() {
        return known().stream().findFirst().or(() -> ours.stream().findFirst());
    }

    boolean isFreeFor(FileRow row) {
        return row.recordId().isEmpty() || row.recordId().equals(write.recordId());
    }

    void seeKey(FileRow row) {
        keyTaken |= row.key().equals(write.recordId());
        if (write.externalId().equals(Optional.of(row.key()))) {
            keyed.add(row);
        }
    }

    void seeOurs(FileRow row) {
        ours.add(row);
    }

    void seeAlike(FileRow row) {
        if (alike.size() < MAX_CANDIDATES) {
            alike.add(row);
        }
    }
}
