package io.recordsync.worker.delivery.plan;

import io.recordsync.rules.ReadingRules;
import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.Conflict.Kind;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.FieldBase;
import io.recordsync.store.ledger.FieldHashes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The base of fields that a system has refused: ours counts as given, so that it is not sent again before it changes,
 * and what the row showed before counts as shown.
 *
 * @param refused the values that were refused, by the vendor's field
 */
record RefusedBase(FieldHashes hashes, ReadingRules reading, Map<String, @Nullable Object> refused) {

    Counterpart in(Counterpart row) {
        return row.with(draft -> {
            refused.forEach((field, value) ->
                    draft.field(field, base -> base.withShown(shows(base)).withGiven(hash(row, field, value))));
            return draft;
        });
    }

    private static @Nullable String shows(FieldBase base) {
        return base.shown() == null ? base.given() : base.shown();
    }

    /** A conflict for each path that could not be written. */
    List<Conflict> conflicts(Counterpart after) {
        Set<String> paths = new LinkedHashSet<>();
        refused.keySet().forEach(field -> paths.addAll(reading.pathsOf(field)));
        List<Conflict> conflicts = new ArrayList<>();
        for (String path : paths) {
            Map<String, String> shows = new LinkedHashMap<>();
            reading.feeds(path).forEach(field -> {
                String shown = shows(after.field(field));
                if (shown != null) {
                    shows.put(field, shown);
                }
            });
            conflicts.add(new Conflict(
                    after.place(), after.entity(), path, after.recordId(), Kind.REFUSED, shows, ours(path), null));
        }
        return conflicts;
    }

    private @Nullable Object ours(String path) {
        return reading.feeds(path).stream()
                .map(refused::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private String hash(Counterpart row, String field, @Nullable Object value) {
        return hashes.of(row.place().tenant(), field, value);
    }
}
