package io.recordsync.worker.reading;

import io.recordsync.store.ledger.StorableValues;
import io.recordsync.store.ledger.UnreadableImageException;

/** Rows that the ledger cannot store. One of them must not fail the page that it is in. */
final class UnreadableRow {

    private static final int MAX_ID_BYTES = 255;

    private UnreadableRow() {}

    /** @throws IllegalArgumentException if the row has an id that cannot be a key; its message has no content */
    static void checkId(SeenRow row) {
        StorableValues.name("the external id", row.row().externalId(), MAX_ID_BYTES);
        row.row().recordId().ifPresent(id -> StorableValues.name("the record id", id, MAX_ID_BYTES));
    }

    /** Why, without content: an exception of the ledger has no content, another one is only named. */
    static String reason(RuntimeException why) {
        return why instanceof IllegalArgumentException || why instanceof UnreadableImageException
                ? String.valueOf(why.getMessage())
                : why.getClass().getSimpleName();
    }

    /** @throws IllegalArgumentException if a read field has a value that cannot be stored */
    static void checkContent(SeenRow row, Sides sides) {
        sides.reading().readFields().stream()
                .filter(row::shows)
                .forEach(field -> StorableValues.value(row.value(field)));
    }
}
