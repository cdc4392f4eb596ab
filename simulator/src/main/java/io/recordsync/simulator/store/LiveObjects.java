package io.recordsync.simulator.store;

import io.recordsync.simulator.store.CrmStore.Fields;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The live objects of one simulated system, with an index of the two fields that identify records. Not thread-safe.
 */
final class LiveObjects {

    private final Fields keys;
    private final Map<String, Map<String, StoredObject>> live = new HashMap<>();
    private final Map<Key, Set<String>> index = new HashMap<>();
    private final Map<String, Map<String, DeletedObject>> deleted = new HashMap<>();
    private long created;

    LiveObjects(Fields keys) {
        this.keys = keys;
    }

    private record Key(String type, String field, String value) {}

    /** How many objects were created, deleted ones included. */
    long created() {
        return created;
    }

    Optional<StoredObject> byId(String type, String id) {
        return Optional.ofNullable(ofType(type).get(id));
    }

    /** The objects with this value. E-mail addresses are compared ignoring case. Empty values match nothing. */
    List<StoredObject> having(String type, String field, String value) {
        if (value.isEmpty()) {
            return List.of();
        }
        return isKey(field) ? indexed(type, field, value) : scanned(type, field, value);
    }

    /** All objects of a type, oldest first. */
    List<StoredObject> all(String type) {
        return List.copyOf(ofType(type).values());
    }

    List<StoredObject> all() {
        return live.values().stream()
                .map(Map::values)
                .flatMap(Collection::stream)
                .toList();
    }

    /** The objects of a type that were deleted, by id, oldest delete first. */
    Map<String, DeletedObject> deleted(String type) {
        return deleted.computeIfAbsent(type, any -> new LinkedHashMap<>());
    }

    /** A deleted object; empty if it is live, or never existed. */
    Optional<DeletedObject> deleted(String type, String id) {
        return Optional.ofNullable(deleted(type).get(id));
    }

    /** Adds the object, or replaces the one with its id. */
    StoredObject put(StoredObject object) {
        StoredObject before = ofType(object.type()).put(object.id(), object);
        if (before == null) {
            created++;
        } else {
            unindex(before);
        }
        index(object);
        return object;
    }

    /** @param into the id of the object into which it is merged; empty for an ordinary delete */
    StoredObject remove(StoredObject object, Optional<String> into) {
        ofType(object.type()).remove(object.id());
        deleted(object.type()).put(object.id(), new DeletedObject(object, into));
        unindex(object);
        return object;
    }

    /** Makes a deleted object live again, without counting it as created. */
    StoredObject restore(StoredObject object) {
        deleted(object.type()).remove(object.id());
        ofType(object.type()).put(object.id(), object);
        index(object);
        return object;
    }

    private Map<String, StoredObject> ofType(String type) {
        return live.computeIfAbsent(type, any -> new LinkedHashMap<>());
    }

    private void index(StoredObject object) {
        for (Key key : keysOf(object)) {
            index.computeIfAbsent(key, any -> new TreeSet<>()).add(object.id());
        }
    }

    private void unindex(StoredObject object) {
        for (Key key : keysOf(object)) {
            index.computeIfPresent(key, (any, found) -> found.remove(object.id()) && found.isEmpty() ? null : found);
        }
    }

    private List<Key> keysOf(StoredObject object) {
        return Stream.of(keys.externalId(), keys.email())
                .filter(field -> !object.field(field).isEmpty())
                .map(field -> key(object.type(), field, object.field(field)))
                .toList();
    }

    private Key key(String type, String field, String value) {
        return new Key(type, field, field.equals(keys.email()) ? value.toLowerCase(Locale.ROOT) : value);
    }

    private boolean isKey(String field) {
        return field.equals(keys.externalId()) || field.equals(keys.email());
    }

    private List<StoredObject> indexed(String type, String field, String value) {
        return index.getOrDefault(key(type, field, value), Set.of()).stream()
                .flatMap(id -> byId(type, id).stream())
                .toList();
    }

    private List<StoredObject> scanned(String type, String field, String value) {
        return ofType(type).values().stream()
                .filter(object -> object.field(field).equals(value))
                .toList();
    }
}
