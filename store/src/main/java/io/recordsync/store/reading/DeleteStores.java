package io.recordsync.store.reading;

import io.recordsync.store.counterpart.AmbiguousRows;
import io.recordsync.store.delivery.GoneDeliveries;
import io.recordsync.store.sql.Statements;

/**
 * What people delete in the systems that are read.
 *
 * @param gone the rows that seem to be gone
 * @param held the deletes that wait for a person
 * @param deliveries what becomes of deliveries whose rows are gone
 * @param ambiguous the rows that may be a record's
 * @param fields the fields that readers hold
 * @param rows the rows that went back in time
 */
public record DeleteStores(
        GoneStore gone,
        HeldDeleteStore held,
        GoneDeliveries deliveries,
        AmbiguousRows ambiguous,
        HeldFieldStore fields,
        HeldRowStore rows) {

    public static DeleteStores on(Statements statements) {
        return new DeleteStores(
                new GoneStore(statements),
                new HeldDeleteStore(statements),
                new GoneDeliveries(statements),
                new AmbiguousRows(statements),
                new HeldFieldStore(statements),
                new HeldRowStore(statements));
    }
}
