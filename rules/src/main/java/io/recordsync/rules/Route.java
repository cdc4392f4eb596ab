package io.recordsync.rules;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a record belongs now.
 *
 * @param actions system → what to do there, in the order of the rules; a system that is to be left alone is absent, and
 *     an empty map means that the record is unrouted
 */
public record Route(Map<String, Action> actions) {
    public Route {
        actions = Collections.unmodifiableMap(new LinkedHashMap<>(actions));
    }
}
