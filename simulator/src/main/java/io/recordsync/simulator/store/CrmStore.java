package io.recordsync.simulator.store;

import io.recordsync.simulator.behaviour.Behaviour;
import io.recordsync.simulator.behaviour.BehaviourSetting;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one simulated system, and the journal of all effects on them. A request does all its work inside
 * {@link #atomically}, so that requests are serialised, as in the vendor's database.
 */
public final class CrmStore implements AutoCloseable {

    private final Fields keys;
    private final IdSequence ids;
    private final BehaviourSetting behaviour;
    private final InstantSource clock;
    private final @Nullable JournalFile file;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<JournalEntry> journal = new ArrayList<>();
    private final LiveObjects objects;
    private final SearchIndex index;

    private CrmStore(Fields keys, IdSequence ids, BehaviourSetting behaviour, @Nullable JournalFile file) {
        this.keys = keys;
        this.ids = ids;
        this.behaviour = behaviour;
        this.clock = behaviour.clock();
        this.index = new SearchIndex(behaviour);
        this.file = file;
        objects = new LiveObjects(keys);
        if (file != null) {
            file.found().forEach(this::replay);
        }
    }

    /** The vendor's names of the two fields that identify records. */
    public record Fields(String externalId, String email) {}

    /** A store in memory, which is lost at the end of the process. */
    public static CrmStore inMemory(Fields keys, IdSequence ids, InstantSource clock) {
        return inMemory(keys, ids, new BehaviourSetting(Behaviour.USUAL, clock));
    }

    /** A store in memory, of a system with this behaviour. */
    public static CrmStore inMemory(Fields keys, IdSequence ids, BehaviourSetting behaviour) {
        return new CrmStore(keys, ids, behaviour, null);
    }

    /** A store that keeps its journal in this folder, and starts with the content of an existing one. */
    public static CrmStore in(Path folder, Fields keys, IdSequence ids, BehaviourSetting behaviour) {
        return new CrmStore(keys, ids, behaviour, new JournalFile(folder));
    }

    /** Runs the work of one request while no other request runs. */
    public <T> T atomically(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    public Optional<StoredObject> byId(String type, String id) {
        return atomically(() -> objects.byId(type, id));
    }

    /** The live objects with this value. E-mail addresses are compared ignoring case. Empty values match nothing. */
    public List<StoredObject> having(String type, String field, String value) {
        return atomically(() -> objects.having(type, field, value));
    }

    /** All live objects of a type, oldest first. */
    public List<StoredObject> all(String type) {
        return atomically(() -> objects.all(type));
    }

    /** The objects of a type as the system's search shows them: as they were before the lag of its index. */
    public List<StoredObject> searched(String type) {
        return atomically(() -> index.shown(objects.all(type), type));
    }

    /** All live objects. */
    public List<StoredObject> all() {
        return atomically(objects::all);
    }

    /** True when this object existed, was deleted, and was not restored. */
    public boolean wasDeleted(String type, String id) {
        return atomically(() -> objects.deleted(type, id).isPresent());
    }

    /** The objects of a type that were deleted, oldest delete first. */
    public List<DeletedObject> deleted(String type) {
        return atomically(() -> List.copyOf(objects.deleted(type).values()));
    }

    /** The id of the object into which this one was merged; empty if it was not. */
    public Optional<String> mergedInto(String type, String id) {
        return atomically(() -> objects.deleted(type, id)).flatMap(DeletedObject::mergedInto);
    }

    /** The whole journal, oldest first. */
    public List<JournalEntry> journal() {
        return journalAfter(0, Integer.MAX_VALUE);
    }

    /** Up to {@code limit} entries with a sequence above {@code sequence}, oldest first. */
    public List<JournalEntry> journalAfter(long sequence, int limit) {
        return atomically(() -> {
            int from = Math.clamp(sequence, 0, journal.size());
            int to = (int) Math.min(journal.size(), (long) from + limit);
            return List.copyOf(journal.subList(from, to));
        });
    }

    /** How many entries the journal has. */
    public long journalSize() {
        return atomically(journal::size);
    }

    /** How often objects with this recordsync id were created, deleted ones included. */
    public long creates(String externalId) {
        return journal().stream()
                .filter(entry -> entry.effect() == Effect.CREATE)
                .filter(entry -> entry.externalId().equals(externalId))
                .count();
    }

    /** How often objects with this e-mail address were created, deleted ones included. */
    public long createsWithEmail(String email) {
        return journal().stream()
                .filter(entry -> entry.effect() == Effect.CREATE)
                .filter(entry -> entry.email().equalsIgnoreCase(email))
                .count();
    }

    /** Creates an object with these values, in the form in which the system keeps them. */
    public StoredObject create(String type, Map<String, String> fields, Arrival arrival) {
        return atomically(() -> {
            Instant now = clock.instant();
            Map<String, String> kept = kept(fields, arrival);
            StoredObject object = new StoredObject(
                    type, ids.id(type, objects.created() + 1), StoredObject.merge(Map.of(), kept), now, now);
            record(now, Effect.CREATE, arrival, object, kept);
            index.changed(now, object, null);
            return objects.put(object);
        });
    }

    /**
     * Changes these fields of the object in its current state; an empty value clears its field. Values are kept in the
     * system's form.
     */
    public StoredObject update(StoredObject object, Map<String, String> changes, Arrival arrival) {
        return atomically(() -> {
            Instant now = clock.instant();
            Map<String, String> kept = kept(changes, arrival);
            StoredObject changed = object.changed(kept, now);
            record(now, Effect.UPDATE, arrival, changed, kept);
            index.changed(now, changed, object);
            return objects.put(changed);
        });
    }

    public void delete(StoredObject object, Arrival arrival) {
        atomically(() -> remove(object, Map.of(), Optional.empty(), arrival));
    }

    /**
     * Makes a deleted object live again, with its id and its fields. Its time of change is now.
     *
     * @throws IllegalArgumentException when there is no such deleted object, or when it was merged into another one
     */
    public StoredObject restore(String type, String id, Arrival arrival) {
        return atomically(() -> {
            DeletedObject deleted = objects.deleted(type, id)
                    .filter(object -> object.mergedInto().isEmpty())
                    .orElseThrow(() ->
                            new IllegalArgumentException("There is no deleted %s with the id %s.".formatted(type, id)));
            Instant now = clock.instant();
            StoredObject restored = deleted.last().changed(Map.of(), now);
            record(now, Effect.RESTORE, arrival, restored, Map.of());
            index.changed(now, restored, null);
            return objects.restore(restored);
        });
    }

    /** Deletes the object, whose id leads to another one from now on. The other one stays as it is. */
    public void merge(StoredObject object, String into, Arrival arrival) {
        atomically(() -> remove(object, Map.of(JournalEntry.MERGED_INTO, into), Optional.of(into), arrival));
    }

    /**
     * Adds the refusal of a write to the journal.
     *
     * @param object the object that would have changed; null for a create
     * @param reason the vendor's error code
     */
    public void refuse(
            String type, @Nullable StoredObject object, Map<String, String> content, String reason, Arrival arrival) {
        atomically(() -> append(new JournalEntry(
                journal.size() + 1L,
                clock.instant(),
                Effect.REFUSE,
                arrival,
                type,
                object == null ? null : object.id(),
                refusedKey(object, content, keys.externalId()),
                refusedKey(object, content, keys.email()),
                Map.copyOf(content),
                reason)));
    }

    @Override
    public void close() {
        if (file != null) {
            atomically(() -> {
                file.close();
                return true;
            });
        }
    }

    private static String refusedKey(@Nullable StoredObject object, Map<String, String> content, String field) {
        return content.getOrDefault(field, object == null ? "" : object.field(field));
    }

    private StoredObject remove(
            StoredObject object, Map<String, String> content, Optional<String> into, Arrival arrival) {
        Instant now = clock.instant();
        record(now, Effect.DELETE, arrival, object, content);
        index.changed(now, object, object);
        return objects.remove(object, into);
    }

    private Map<String, String> kept(Map<String, String> fields, Arrival arrival) {
        return behaviour.now().kept(fields, arrival == Arrival.PERSON, keys.externalId(), keys.email());
    }

    private void record(
            Instant time, Effect effect, Arrival arrival, StoredObject object, Map<String, String> content) {
        append(new JournalEntry(
                journal.size() + 1L,
                time,
                effect,
                arrival,
                object.type(),
                object.id(),
                object.field(keys.externalId()),
                object.field(keys.email()),
                Map.copyOf(content),
                null));
    }

    private JournalEntry append(JournalEntry entry) {
        if (file != null) {
            file.append(entry);
        }
        journal.add(entry);
        return entry;
    }

    private void replay(JournalEntry entry) {
        journal.add(entry);
        String id = entry.id();
        if (id == null) {
            return;
        }
        Optional<StoredObject> known = objects.byId(entry.type(), id);
        switch (entry.effect()) {
            case CREATE ->
                objects.put(new StoredObject(
                        entry.type(), id, StoredObject.merge(Map.of(), entry.content()), entry.time(), entry.time()));
            case UPDATE -> known.ifPresent(object -> objects.put(object.changed(entry.content(), entry.time())));
            case DELETE -> known.ifPresent(object -> objects.remove(object, entry.mergedInto()));
            case RESTORE ->
                objects.deleted(entry.type(), id)
                        .ifPresent(deleted -> objects.restore(deleted.last().changed(Map.of(), entry.time())));
            case REFUSE -> {}
        }
    }
}
