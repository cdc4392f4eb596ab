package io.recordsync.rules;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The systems that a record belongs to now.
 *
 * @param actions what to do at each system, in the order of the rules. A system that is to be left alone is absent; an
 *     empty map means that the record is unrouted
 */
public record Route(Map<String, Action> actions) {
    public Route {
        actions = Collections.unmodifiableMap(new LinkedHashMap<>(actions));
    }
}
