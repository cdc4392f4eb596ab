package io.recordsync.connectors;

import java.util.List;

/**
 * Some of the records that were asked for. A page may be empty without being the last one.
 *
 * @param records in the order in which they changed
 * @param next where to continue: with the next page, or after the last page with the next read
 * @param last whether everything that existed when the page was read has been read
 * @param unreadable entries that could not be read as records; they are reported and skipped
 */
public record Page(List<ReadRecord> records, Cursor next, boolean last, List<Unreadable> unreadable) {

    public Page {
        records = List.copyOf(records);
        unreadable = List.copyOf(unreadable);
    }

    /** A page whose records could all be read. */
    public Page(List<ReadRecord> records, Cursor next, boolean last) {
        this(records, next, last, List.of());
    }

    /**
     * @param place where the entry is: {@code contacts.csv, line 17}
     * @param reason why it is not a record; contains nothing of its content
     */
    public record Unreadable(String place, String reason) {}
}
