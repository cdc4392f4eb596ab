package io.recordsync.worker.delivery.plan;

import io.recordsync.rules.Mapping;
import io.recordsync.rules.ReadingRules;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.FieldBase;
import io.recordsync.store.ledger.FieldHashes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a system that is read is to be given of a record; a pure function of the mapped content and of what the system
 * holds. Only what has changed since it was given is sent, so that an edit there that nobody has read yet is not
 * overwritten by an old value.
 */
public sealed interface TwoWayPlan {

    /** The row was linked and never judged, or a call is in doubt of which nothing is known: it is read first. */
    record Look(String externalId) implements TwoWayPlan {}

    /**
     * The system has it all.
     *
     * @param shown the fields whose new value the system shows already, and their hashes: they count as given
     */
    record Nothing(Map<String, String> shown) implements TwoWayPlan {}

    /**
     * These fields are to be written to the row.
     *
     * @param content the values, by the vendor's field
     * @param sent the hashes of the values
     * @param shown as for {@link Nothing}
     */
    record Update(
            Counterpart counterpart,
            Map<String, @Nullable Object> content,
            Map<String, String> sent,
            Map<String, String> shown)
            implements TwoWayPlan {

        // Explicit, because javac does not tell other modules that a compact constructor takes null values.
        public Update(
                Counterpart counterpart,
                Map<String, @Nullable Object> content,
                Map<String, String> sent,
                Map<String, String> shown) {
            this.counterpart = counterpart;
            this.content = Collections.unmodifiableMap(new LinkedHashMap<>(content));
            this.sent = Map.copyOf(sent);
            this.shown = Map.copyOf(shown);
        }
    }

    /** The system holds no row of the record: all fields are sent. */
    record Create(Map<String, String> sent) implements TwoWayPlan {}

    /**
     * @param tenant the record's tenant
     * @param counterpart the record's living row there
     * @param inDoubt whether an earlier call may have taken effect
     */
    static TwoWayPlan of(
            String tenant,
            Mapping mapping,
            ReadingRules reading,
            Optional<Counterpart> counterpart,
            boolean inDoubt,
            FieldHashes hashes) {
        Map<String, String> ours = new LinkedHashMap<>();
        mapping.content().forEach((field, value) -> ours.put(field, hashes.of(tenant, field, value)));
        return counterpart
                .map(row -> ofRow(row, mapping, reading, inDoubt, ours))
                .orElseGet(() -> new Create(ours));
    }

    private static TwoWayPlan ofRow(
            Counterpart row, Mapping mapping, ReadingRules reading, boolean inDoubt, Map<String, String> ours) {
        if (row.isWithoutBase()) {
            return new Look(row.place().externalId());
        }
        Map<String, String> shown = new LinkedHashMap<>();
        Set<String> changed = new LinkedHashSet<>();
        ours.forEach((field, hash) -> {
            FieldBase base = row.field(field);
            boolean isSentAgain = isInDoubt(row, field, inDoubt) || base.given() == null;
            if (!isSentAgain && !base.isGiven(hash) && base.isShown(hash)) {
                shown.put(field, hash);
            } else if (isSentAgain || !base.isGiven(hash)) {
                changed.add(field);
            }
        });
        if (changed.isEmpty()) {
            return inDoubt && row.sending().isEmpty() ? new Look(row.place().externalId()) : new Nothing(shown);
        }
        addPartsOfDifferingPaths(row, reading, ours.keySet(), changed);
        return update(row, mapping, ours, shown, changed);
    }

    /** What a call in doubt may have written is sent again, whatever was given before it. */
    private static boolean isInDoubt(Counterpart row, String field, boolean inDoubt) {
        return inDoubt && row.sending().containsKey(field);
    }

    /** If one part of a value that has differed since the sides were linked is given, all of them are. */
    private static void addPartsOfDifferingPaths(
            Counterpart row, ReadingRules reading, Set<String> mapped, Set<String> changed) {
        Set.copyOf(changed).stream()
                .filter(field -> row.field(field).differs())
                .flatMap(field -> reading.pathsOf(field).stream())
                .flatMap(path -> reading.feeds(path).stream())
                .filter(mapped::contains)
                .forEach(changed::add);
    }

    private static Update update(
            Counterpart row,
            Mapping mapping,
            Map<String, String> ours,
            Map<String, String> shown,
            Set<String> changed) {
        Map<String, @Nullable Object> content = new LinkedHashMap<>(mapping.content());
        content.keySet().retainAll(changed);
        Map<String, String> sent = new LinkedHashMap<>(ours);
        sent.keySet().retainAll(changed);
        shown.keySet().removeAll(changed);
        return new Update(row, content, sent, shown);
    }
}
