package io.recordsync.connectors;

import java.util.List;

/**
 * What to read.
 *
 * @param feed changed records, or deleted ones
 * @param object the vendor's name of the object: {@code Contact}, {@code contacts}
 * @param fields the vendor's names of the fields that are wanted; our record id comes without being named
 * @param from where to begin
 * @param most records wanted in the page; it may hold fewer, and is then not the last for that
 */
public record Read(Feed feed, String object, List<String> fields, Cursor from, int most) {

    public Read {
        fields = List.copyOf(fields);
        Account.require(most > 0, "a page holds at least one record");
    }

    public enum Feed {
        CHANGES,
        DELETES
    }

    /** The same, from another place. */
    public Read from(Cursor place) {
        return new Read(feed, object, fields, place, most);
    }
}
