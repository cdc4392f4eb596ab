package io.recordsync.store.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The identities that the previous release gave to changes, so that changes which it accepted are known again. The next
 * release does not need them any more.
 *
 * <p>The key of an event without an id and a version was made of its bytes, without the message position; it is the
 * same event only at the same position. A change with a position in a log had a key without the hash at its end.
 */
final class FormerIds {

    private final Map<EventId, List<Change>> changes = new HashMap<>();

    FormerIds(Collection<Change> all) {
        for (Change change : all) {
            if (isKnownByDoor(change)) {
                add(change, change.eventKey().substring(change.door().length() + 1));
            } else if (change.place() != null && change.eventKey().indexOf(' ') > 0) {
                add(change, change.eventKey().substring(0, change.eventKey().lastIndexOf(' ')));
            }
        }
    }

    private void add(Change change, String formerKey) {
        changes.computeIfAbsent(new EventId(change.key(), formerKey), id -> new ArrayList<>())
                .add(change);
    }

    Set<EventId> all() {
        return changes.keySet();
    }

    /** Those of the changes, by their new identities, that were logged under this former identity. */
    Stream<EventId> ofLogged(EventId former, String door) {
        return changes.getOrDefault(former, List.of()).stream()
                .filter(change -> !isKnownByDoor(change) || change.door().equals(door))
                .map(EventId::of);
    }

    private static boolean isKnownByDoor(Change change) {
        return change.eventKey().startsWith(change.door() + " ");
    }
}
