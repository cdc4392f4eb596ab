package io.recordsync.simulator.hubspot;

import io.recordsync.simulator.hubspot.HubSpotSchema.Type;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.store.Effect;
import io.recordsync.simulator.store.JournalEntry;
import io.recordsync.simulator.store.StoredObject;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The archived objects, rebuilt from the journal with the content that they had when they were archived. The time of
 * the archival is their last change.
 */
final class HubSpotArchive {

    private HubSpotArchive() {}

    /** The archived objects, by id. Must be called atomically. */
    static List<StoredObject> of(CrmStore store, Type type) {
        return store.journal().stream()
                .filter(entry -> entry.type().equals(type.name()) && entry.effect() != Effect.REFUSE)
                .collect(Collectors.groupingBy(entry -> Objects.requireNonNull(entry.id())))
                .values()
                .stream()
                .filter(entries -> isArchived(entries.getLast()))
                .map(HubSpotArchive::object)
                .sorted(Comparator.comparingLong(object -> Long.parseLong(object.id())))
                .toList();
    }

    /** A merged object is not archived: its id leads to another one. */
    private static boolean isArchived(JournalEntry last) {
        return last.effect() == Effect.DELETE && last.mergedInto().isEmpty();
    }

    private static StoredObject object(List<JournalEntry> entries) {
        Map<String, String> fields = new HashMap<>();
        entries.forEach(entry -> fields.putAll(entry.content()));
        JournalEntry last = entries.getLast();
        Instant created = entries.getFirst().time();
        return new StoredObject(
                last.type(), Objects.requireNonNull(last.id()), Map.copyOf(fields), created, last.time());
    }
}
