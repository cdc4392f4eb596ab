package io.recordsync.connectors;

import java.util.List;

/**
 * What to read.
 *
 * @param feed changed records, or deleted ones
 * @param object the vendor's name of the object: {@code Contact}, {@code contacts}
 * @param fields the vendor's names of the requested fields; our record id is always included
 * @param from where to start
 * @param limit the largest number of records in the page; a page with fewer is not necessarily the last
 */
public record Read(Feed feed, String object, List<String> fields, Cursor from, int limit) {

    public Read {
        fields = List.copyOf(fields);
        SettingChecks.require(limit > 0, "a page must have at least one record");
    }

    public enum Feed {
        CHANGES,
        DELETES
    }

    /** The same read from another position. */
    public Read from(Cursor position) {
        return new Read(feed, object, fields, position, limit);
    }
}
