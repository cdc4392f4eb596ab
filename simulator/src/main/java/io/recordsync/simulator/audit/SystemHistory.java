package io.recordsync.simulator.audit;

import io.recordsync.simulator.quota.Counts;
import io.recordsync.simulator.store.JournalEntry;
import io.recordsync.simulator.store.StoredObject;
import io.recordsync.simulator.vendor.ContactFields;
import io.recordsync.simulator.vendor.Simulator;
import java.util.List;

/**
 * What one simulated system holds and has done.
 *
 * @param system its name, such as {@code salesforce}
 * @param fields its field names for the parts of a contact
 * @param objects the live contacts
 * @param journal all journal entries about contacts, oldest first
 */
public record SystemHistory(
        String system, ContactFields fields, List<StoredObject> objects, List<JournalEntry> journal, Counts counts) {

    /** The current history of a simulator. Call it when no writes are pending. */
    public static SystemHistory of(Simulator simulator) {
        return new SystemHistory(
                simulator.name(),
                simulator.kind().contactFields(),
                simulator.store().all(),
                simulator.store().journal(),
                simulator.counts());
    }
}
