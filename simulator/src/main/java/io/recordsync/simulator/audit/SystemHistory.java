package io.recordsync.simulator.audit;

import io.recordsync.simulator.quota.Counts;
import io.recordsync.simulator.store.JournalEntry;
import io.recordsync.simulator.store.StoredObject;
import io.recordsync.simulator.vendor.ContactFields;
import io.recordsync.simulator.vendor.Simulator;
import java.util.List;

/**
 * What one simulated system holds and did.
 *
 * @param system its name, such as {@code salesforce}
 * @param fields where it keeps the parts of a contact
 * @param objects the live contacts
 * @param journal all its entries on contacts, oldest first
 */
public record SystemHistory(
        String system, ContactFields fields, List<StoredObject> objects, List<JournalEntry> journal, Counts counts) {

    /** The history of a simulator as it is now. Wait before that until no writes are pending. */
    public static SystemHistory of(Simulator simulator) {
        return new SystemHistory(
                simulator.system(),
                simulator.kind().contactFields(),
                simulator.store().all(),
                simulator.store().journal(),
                simulator.counts());
    }
}
