package io.recordsync.worker.reading;

import io.recordsync.rules.Back;
import io.recordsync.rules.RecordPaths;
import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.Conflict.Kind;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.FieldBase;
import io.recordsync.store.counterpart.LostValue;
import io.recordsync.store.counterpart.Why;
import io.recordsync.store.ledger.Change;
import io.recordsync.store.ledger.Change.Form;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.store.ledger.Image;
import io.recordsync.store.ledger.Sources;
import io.recordsync.workflows.ResolveResult;
import io.recordsync.workflows.ResolveResult.Outcome;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What follows from a person's decision of a conflict; a pure function. The value that gives way is kept.
 *
 * @param image the record, which is not deleted
 * @param row its living row at the system
 */
record ConflictDecision(Sides sides, Image image, Counterpart row, Conflict conflict) {

    /** The largest number of characters of an event's key, so that its bytes always fit. */
    private static final int MAX_KEY = 100;

    /** The record's value goes to the system, whatever was given before. */
    Decided ours() {
        Counterpart after = row.with(draft -> {
            fields().forEach(field -> draft.field(
                    field, base -> asShown(field, base).withGiven(null).withDiffers(false)));
            return draft;
        });
        return new Decided(
                List.of(touch()),
                Optional.of(after),
                conflict.kind().isOfOurValue() ? List.of() : lostTheirs(),
                true,
                Optional.empty(),
                decided("the record's value goes to the system"));
    }

    /** The system's value goes to the record. */
    Decided theirs() {
        if (conflict.kind() == Kind.NOT_TAKEN) {
            return judgedAgain();
        }
        return conflict.kind().isOfOurValue()
                ? keptForm().map(this::taken).orElseGet(this::readAgain)
                : taken(conflict.theirs());
    }

    private Decided taken(@Nullable Object theirs) {
        // Explicit, because the value may be null.
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put(conflict.path(), theirs);
        Map<String, @Nullable Object> given = sides.given(image.key(), image.fields(), values);
        Counterpart after = row.with(draft -> {
            fields().forEach(field -> draft.field(
                    field,
                    base -> asShown(field, base)
                            .withGiven(hash(field, given.get(field)))
                            .withDiffers(false)));
            return draft;
        });
        boolean isSame = RoundTripCheck.isSame(theirs, ourValue());
        return new Decided(
                List.of(isSame ? touch() : patch(values)),
                Optional.of(after),
                isSame ? List.of() : List.of(lostOurs(theirs)),
                true,
                Optional.empty(),
                decided("the system's value is taken"));
    }

    /**
     * What the row shows is not kept, so the row is read: as ours counts as given and nothing as shown, what it shows
     * is an edit that is taken.
     */
    private Decided readAgain() {
        Map<String, @Nullable Object> given = sides.given(image.key(), image.fields());
        Counterpart after = row.with(draft -> {
            fields().forEach(field -> draft.field(
                    field,
                    base -> base.withShown(null)
                            .withGiven(hash(field, given.get(field)))
                            .withDiffers(false)));
            return draft.rowHash(Optional.empty());
        });
        return new Decided(
                List.of(),
                Optional.of(after),
                List.of(lostOurs(null)),
                true,
                Optional.of(Why.NOT_TAKEN),
                decided("the row is read, and its value is taken"));
    }

    /** The ledger is asked once more to take the row. Then the conflict is over, or opened again. */
    private Decided judgedAgain() {
        return new Decided(
                List.of(),
                Optional.of(row.with(draft -> draft.rowHash(Optional.empty()))),
                List.of(),
                false,
                Optional.of(Why.NOT_TAKEN),
                new ResolveResult(
                        Outcome.READ_AGAIN,
                        "The row at %s is read again with the next run of its reader, and judged anew."
                                .formatted(sides.system())));
    }

    /**
     * The record's form of what the row showed when it did not take our value; empty if it is not kept. It is kept as
     * the row shows it, where one field of the row says all of it.
     */
    private Optional<Object> keptForm() {
        Set<String> fields = sides.reading().feeds(conflict.path());
        if (fields.size() != 1) {
            return Optional.empty();
        }
        String field = fields.iterator().next();
        Object shown = conflict.theirs();
        if (shown == null || !hash(field, shown).equals(conflict.shown().get(field))) {
            return Optional.empty();
        }
        Back back = sides.reading().back(Map.of(field, shown), Set.of(conflict.path()));
        return Optional.ofNullable(back.values().get(conflict.path()));
    }

    /** The fields of the row that the conflict is about. */
    private Set<String> fields() {
        Set<String> fields = new LinkedHashSet<>(conflict.shown().keySet());
        fields.addAll(
                conflict.path().equals(Conflict.WHOLE_ROW)
                        ? sides.reading().readFields()
                        : sides.reading().feeds(conflict.path()));
        return fields;
    }

    private FieldBase asShown(String field, FieldBase base) {
        String shown = conflict.shown().get(field);
        return shown == null ? base : base.withShown(shown);
    }

    private @Nullable Object ourValue() {
        return RecordPaths.value(image.fields(), conflict.path());
    }

    private String hash(String field, @Nullable Object value) {
        return sides.hash(image.key().tenant(), field, value);
    }

    /** Of a row that was not taken, each value is kept by itself. */
    private List<LostValue> lostTheirs() {
        String source = Sources.ofSystem(sides.system());
        if (conflict.path().equals(Conflict.WHOLE_ROW) && conflict.theirs() instanceof Map<?, ?> values) {
            return values.entrySet().stream()
                    .map(one -> lost(
                            String.valueOf(one.getKey()),
                            source,
                            one.getValue(),
                            image.fields().get(String.valueOf(one.getKey()))))
                    .toList();
        }
        return List.of(lost(conflict.path(), source, conflict.theirs(), ourValue()));
    }

    private LostValue lostOurs(@Nullable Object theirs) {
        return lost(conflict.path(), image.versions().setterOf(RecordPaths.root(conflict.path())), ourValue(), theirs);
    }

    private LostValue lost(String path, String source, @Nullable Object value, @Nullable Object after) {
        return new LostValue(image.key(), path, sides.system(), source, image.revision(), value, after);
    }

    private Change touch() {
        return Change.touch(eventKey(), image.key(), eventKey());
    }

    private Change patch(Map<String, @Nullable Object> values) {
        Map<String, @Nullable Object> patch = new LinkedHashMap<>(Sides.patched(image.fields(), values));
        patch.keySet().retainAll(Set.of(RecordPaths.root(conflict.path())));
        return new Change(
                eventKey(), image.key(), Sources.RESOLVE, Operation.UPDATE, Form.PATCH, null, patch, eventKey());
    }

    /** A record's revision is decided upon once for a path. */
    private String eventKey() {
        String where = sides.system() + "/" + conflict.path();
        String cut = where.length() <= MAX_KEY ? where : where.substring(0, MAX_KEY);
        return "resolve:" + image.revision() + "@" + cut;
    }

    private ResolveResult decided(String what) {
        return new ResolveResult(
                Outcome.DECIDED,
                "The conflict of %s at %s is decided: %s.".formatted(conflict.path(), sides.system(), what));
    }
}
