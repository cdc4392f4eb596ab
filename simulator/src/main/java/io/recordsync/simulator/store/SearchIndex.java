package io.recordsync.simulator.store;

import io.recordsync.simulator.behaviour.BehaviourSetting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The index of a system's search, which shows a change only after some time. It keeps only the changes that it does not
 * show yet. Not thread-safe.
 */
final class SearchIndex {

    private final BehaviourSetting behaviour;
    private final Deque<Change> recent = new ArrayDeque<>();

    /** @param behaviour contains the lag, and the system's clock */
    SearchIndex(BehaviourSetting behaviour) {
        this.behaviour = behaviour;
    }

    /** @param before the object before the change; null if it was not there */
    private record Change(
            Instant time, String type, String id, @Nullable StoredObject before) {}

    /** @param before the object before the change; null if it was not there */
    void changed(Instant now, StoredObject object, @Nullable StoredObject before) {
        forget();
        if (!behaviour.now().searchLag().isZero()) {
            recent.addLast(new Change(now, object.type(), object.id(), before));
        }
    }

    /**
     * The objects of a type as they were before the lag.
     *
     * @param live the live objects of the type
     */
    List<StoredObject> shown(List<StoredObject> live, String type) {
        forget();
        if (recent.isEmpty()) {
            return live;
        }
        Map<String, StoredObject> shown = new LinkedHashMap<>();
        live.forEach(object -> shown.put(object.id(), object));
        for (Iterator<Change> newestFirst = recent.descendingIterator(); newestFirst.hasNext(); ) {
            Change change = newestFirst.next();
            if (change.type().equals(type)) {
                undo(change, shown);
            }
        }
        return List.copyOf(shown.values());
    }

    private static void undo(Change change, Map<String, StoredObject> shown) {
        StoredObject before = change.before();
        if (before == null) {
            shown.remove(change.id());
        } else {
            shown.put(change.id(), before);
        }
    }

    /** Forgets the changes that are shown by now. */
    private void forget() {
        Duration lag = behaviour.now().searchLag();
        Instant shown = behaviour.clock().instant().minus(lag);
        recent.removeIf(change -> lag.isZero() || !change.time().isAfter(shown));
    }
}
