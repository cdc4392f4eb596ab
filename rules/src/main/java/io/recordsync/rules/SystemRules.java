package io.recordsync.rules;

import java.util.Map;
import java.util.Optional;

/**
 * The rules for one system.
 *
 * @param mappings the mapping of each entity
 */
record SystemRules(OnTypeChange onTypeChange, Map<String, ObjectMapping> mappings) {
    SystemRules {
        mappings = Map.copyOf(mappings);
    }

    Optional<ObjectMapping> mapping(String entity) {
        return Optional.ofNullable(mappings.get(entity));
    }

    /** How the records of an entity are read back; empty if they are not. */
    Optional<ReadingRules> reading(String entity) {
        return mapping(entity).flatMap(ObjectMapping::reading);
    }

    boolean maps(String entity) {
        return mappings.containsKey(entity);
    }
}
