package io.recordsync.worker.reading;

import io.recordsync.rules.ReadingRules;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.FieldBase;
import io.recordsync.store.ledger.FieldHashes;

/**
 * Finds the rows that went back in time: that show an older time than was seen before, and other content.
 *
 * @param reading how the rows are read
 * @param hashes the hashes of values
 */
public record RowsBack(ReadingRules reading, FieldHashes hashes) {

    /** @param row as it was found by its id, so that no index lags behind it */
    public boolean is(SeenRow row, Counterpart known) {
        boolean isOlder = row.row()
                .modified()
                .filter(time -> known.modified().filter(time::isBefore).isPresent())
                .isPresent();
        return isOlder && reading.readFields().stream().filter(row::shows).anyMatch(field -> isNews(row, field, known));
    }

    private boolean isNews(SeenRow row, String field, Counterpart known) {
        FieldBase base = known.field(field);
        return !base.isUnknown() && !base.knows(hashes.of(known.place().tenant(), field, row.value(field)));
    }
}
