package io.recordsync.worker.reading;

import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.FieldBase;
import io.recordsync.store.reading.HeldField;
import io.recordsync.store.reading.HeldField.Decision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The fields that a reader holds, and what has been decided about them. */
record HeldFields(List<HeldField> fields) {

    static final HeldFields NONE = new HeldFields(List.of());

    HeldFields {
        fields = List.copyOf(fields);
    }

    /** The fields that are not read. */
    Set<String> stopped() {
        return fields.stream()
                .filter(HeldField::isStopped)
                .map(HeldField::field)
                .collect(Collectors.toSet());
    }

    /** The fields whose place does not have them. */
    Set<String> absent() {
        return fields.stream()
                .filter(HeldField::isStopped)
                .filter(one -> one.kind() == HeldField.Kind.ABSENT)
                .map(HeldField::field)
                .collect(Collectors.toSet());
    }

    /** The fields about which something was decided. */
    Set<String> decided() {
        return decided(Decision.OURS, Decision.THEIRS, Decision.BACK)
                .map(HeldField::field)
                .collect(Collectors.toSet());
    }

    /** The fields whose rows are given our values. */
    Set<String> ours() {
        return decided(Decision.OURS).map(HeldField::field).collect(Collectors.toSet());
    }

    /** Whether a decision has not been carried out for a row, so that it is judged also if it shows nothing new. */
    boolean concerns(Counterpart row) {
        return decided(Decision.OURS, Decision.THEIRS, Decision.BACK).anyMatch(one -> isOpen(one, row));
    }

    /** The row as if the fields that are there again were new to it. */
    Counterpart withoutReturned(Counterpart row) {
        Set<String> returned = decided(Decision.BACK)
                .filter(one -> isOpen(one, row))
                .map(HeldField::field)
                .filter(field -> !row.field(field).isUnknown())
                .collect(Collectors.toSet());
        return returned.isEmpty()
                ? row
                : row.with(draft -> {
                    returned.forEach(field -> draft.field(field, before -> FieldBase.NONE));
                    return draft;
                });
    }

    private static boolean isOpen(HeldField field, Counterpart row) {
        Optional<Instant> judged = row.askedAt();
        return judged.isEmpty()
                || field.decidedAt().filter(judged.get()::isBefore).isPresent();
    }

    private Stream<HeldField> decided(Decision... which) {
        Set<Decision> wanted = Set.of(which);
        return fields.stream()
                .filter(one -> one.decision().filter(wanted::contains).isPresent());
    }
}
