package io.recordsync.worker.delivery.plan;

import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.Write.Held;
import io.recordsync.rules.Mapping;
import io.recordsync.rules.ReadingRules;
import io.recordsync.rules.RecordPaths;
import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.Conflict.Kind;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.FieldBase;
import io.recordsync.store.ledger.FieldHashes;
import io.recordsync.store.ledger.Image;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a record at a system that is read.
 *
 * @param reading how the system's rows are read
 * @param hashes the hashes of values
 * @param row the record's living row there
 * @param conflicts the open conflicts of that row
 * @param linking whether not all rows of the system have been read yet, so that the record may have one
 * @param stopped the fields that are neither read nor written before a person decides
 */
public record ReadSide(
        ReadingRules reading,
        FieldHashes hashes,
        Optional<Counterpart> row,
        List<Conflict> conflicts,
        boolean linking,
        Set<String> stopped) {

    public ReadSide {
        stopped = Set.copyOf(stopped);
        conflicts = List.copyOf(conflicts);
    }

    /** At a system of which all rows have been read. */
    public ReadSide(ReadingRules reading, FieldHashes hashes, Optional<Counterpart> row, List<Conflict> conflicts) {
        this(reading, hashes, row, conflicts, false, Set.of());
    }

    /** Whether a person has to decide before anything is sent: both sides have changed a field, and it differs. */
    boolean isUndecided(Image image) {
        return asks().anyMatch(conflict -> !isAgreed(conflict, image));
    }

    /** The paths that a person had to decide. */
    Set<String> asked() {
        return asks().map(Conflict::path).collect(Collectors.toSet());
    }

    /**
     * The row after both sides have come to the same values: what was asked for counts as given.
     *
     * @param ours the values that the row is to be given
     */
    Optional<Counterpart> agreed(Map<String, ? extends @Nullable Object> ours) {
        return row.map(before -> before.with(draft -> {
            asks().flatMap(conflict -> conflict.shown().entrySet().stream())
                    .filter(shown -> ours.containsKey(shown.getKey()))
                    .forEach(shown -> draft.field(
                            shown.getKey(),
                            base -> base.withGiven(hashes.of(
                                            before.place().tenant(), shown.getKey(), ours.get(shown.getKey())))
                                    .withShown(shown.getValue())));
            return draft;
        }));
    }

    private Stream<Conflict> asks() {
        return conflicts.stream().filter(conflict -> conflict.kind() == Kind.ASK);
    }

    private boolean isAgreed(Conflict conflict, Image image) {
        String tenant = conflict.place().tenant();
        String path = conflict.path();
        return !image.deleted()
                && hashes.of(tenant, path, RecordPaths.value(image.fields(), path))
                        .equals(hashes.of(tenant, path, conflict.theirs()));
    }

    /** The content without the fields that are not written now. */
    Mapping mayWrite(Mapping mapping) {
        return stopped.stream().anyMatch(mapping.content()::containsKey) ? mapping.without(stopped) : mapping;
    }

    ReadSide withRow(Counterpart other) {
        return new ReadSide(reading, hashes, Optional.of(other), conflicts, linking, stopped);
    }

    /** What an update has to know of the row. */
    Held held(Counterpart known, boolean inDoubt) {
        return new Held(known.carried(), found -> isExpected(known, found, inDoubt));
    }

    /** Whether a row is as it is known, so that nothing is overwritten that nobody has read. */
    private boolean isExpected(Counterpart known, ReadRecord found, boolean inDoubt) {
        boolean isOurs = !known.carried() || found.recordId().equals(known.recordId());
        return isOurs
                && reading.readFields().stream()
                        .filter(found.content()::containsKey)
                        .filter(field -> !stopped.contains(field))
                        // What a call in doubt may have written is written again, whatever the row shows.
                        .filter(field -> !(inDoubt && known.sending().containsKey(field)))
                        .allMatch(field -> isKnown(known, field, found.content().get(field)));
    }

    private boolean isKnown(Counterpart known, String field, @Nullable Object shown) {
        String hash = hashes.of(known.place().tenant(), field, shown);
        FieldBase base = known.field(field);
        return base.isUnknown()
                || base.knows(hash)
                || conflicts.stream()
                        .anyMatch(conflict -> hash.equals(conflict.shown().get(field)));
    }

    /** Whether a row shows an edit: something that differs from its base in more than form. */
    public boolean isEdited(Counterpart known, ReadRecord found) {
        return reading.readFields().stream()
                .filter(found.content()::containsKey)
                .filter(field -> !stopped.contains(field))
                .filter(field -> !known.sending().containsKey(field))
                .anyMatch(field -> isEdit(known, field, found.content().get(field)));
    }

    private boolean isEdit(Counterpart known, String field, @Nullable Object shown) {
        String normal = hashes.of(
                known.place().tenant(), field, reading.normal(field, shown).value());
        return !isKnown(known, field, shown) && !known.field(field).isGiven(normal);
    }
}
