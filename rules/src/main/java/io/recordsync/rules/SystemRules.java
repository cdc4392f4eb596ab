package io.recordsync.rules;

import java.util.Map;

/**
 * The rules for one system.
 *
 * @param mappings the mapping of each entity
 */
record SystemRules(OnTypeChange onTypeChange, Map<String, ObjectMapping> mappings) {
    SystemRules {
        mappings = Map.copyOf(mappings);
    }

    boolean maps(String entity) {
        return mappings.containsKey(entity);
    }
}
