package io.recordsync.connectors;

import java.util.List;

/**
 * Some of the records that were asked for; it may be empty and not be the last.
 *
 * @param records in the order in which they changed
 * @param next where to go on: for the next page, or when it was the last, for the next read
 * @param last whether all there was when the page was read has been read
 */
public record Page(List<Found> records, Cursor next, boolean last) {

    public Page {
        records = List.copyOf(records);
    }
}
