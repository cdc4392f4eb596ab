package io.recordsync.simulator.store;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A live object in a simulated system.
 *
 * @param type the vendor's name of the object type, such as {@code Contact} or {@code contacts}
 * @param id the vendor's id
 * @param fields all values as text; a cleared field is absent
 */
public record StoredObject(String type, String id, Map<String, String> fields, Instant created, Instant modified) {

    /** The value of a field; empty if it has none. */
    public String field(String name) {
        return fields.getOrDefault(name, "");
    }

    StoredObject changed(Map<String, String> changes, Instant now) {
        return new StoredObject(type, id, merge(fields, changes), created, now);
    }

    /** The fields with the changes; an empty value clears its field. */
    static Map<String, String> merge(Map<String, String> fields, Map<String, String> changes) {
        Map<String, String> merged = new LinkedHashMap<>(fields);
        merged.putAll(changes);
        merged.values().removeIf(String::isEmpty);
        return Map.copyOf(merged);
    }
}
