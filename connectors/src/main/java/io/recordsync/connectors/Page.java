package io.recordsync.connectors;

import java.util.List;

/**
 * Some of the records that were asked for; it may be empty and not be the last.
 *
 * @param records in the order in which they changed
 * @param next where to go on: for the next page, or when it was the last, for the next read
 * @param last whether all there was when the page was read has been read
 * @param unreadable what is no record, though it stands where one should: told, and passed over
 */
public record Page(List<ReadRecord> records, Cursor next, boolean last, List<Unreadable> unreadable) {

    public Page {
        records = List.copyOf(records);
        unreadable = List.copyOf(unreadable);
    }

    /** Of records that could all be read. */
    public Page(List<ReadRecord> records, Cursor next, boolean last) {
        this(records, next, last, List.of());
    }

    /**
     * @param place where it stands: {@code contacts.csv, line 17}
     * @param reason why it is no record; shows nothing of what it holds
     */
    public record Unreadable(String place, String reason) {}
}
