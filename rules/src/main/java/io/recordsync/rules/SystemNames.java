package io.recordsync.rules;

import java.util.Map;

/**
 * The kinds of the systems that have names of their own. A system that is not declared is named like its kind.
 *
 * @param kinds the kind of each declared system, by name
 */
public record SystemNames(Map<String, String> kinds) {

    /** No system has a name other than its kind's. */
    public static final SystemNames OF_KINDS = new SystemNames(Map.of());

    public SystemNames {
        kinds = Map.copyOf(kinds);
    }

    /** The kind of a system; its name, if it is not declared. */
    public String kindOf(String system) {
        return kinds.getOrDefault(system, system);
    }
}
