package io.recordsync.worker.reading;

import io.recordsync.rules.RecordPaths;
import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.Conflict.Kind;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.FieldBase;
import io.recordsync.store.counterpart.LostValue;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.ledger.Sources;
import io.recordsync.worker.reading.Judgement.Counts;
import io.recordsync.worker.reading.Judgement.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What the judgement of one row has found up to now. Used by one thread, for one row. */
final class Findings {

    private final Sides sides;
    private final SeenRow seen;
    private final Known known;
    private final Map<String, FieldBase> fields;
    private final Map<String, @Nullable Object> taken = new LinkedHashMap<>();
    private final Map<String, Conflict> opened = new LinkedHashMap<>();
    private final Set<String> closed = new LinkedHashSet<>();
    private final List<LostValue> lost = new ArrayList<>();
    private final Set<String> toBeGiven = new HashSet<>();
    private boolean touched;
    private int overruled;
    private int adjusted;
    private int differing;

    Findings(Sides sides, SeenRow seen, Known known) {
        this.sides = sides;
        this.seen = seen;
        this.known = known;
        this.fields = new LinkedHashMap<>(known.counterpart().fields());
    }

    SeenRow seen() {
        return seen;
    }

    Known known() {
        return known;
    }

    RecordKey key() {
        return known.key();
    }

    /** Our value of a path. */
    @Nullable Object ours(String path) {
        return known.ours(path);
    }

    /** What the row shows of a field, in the normal form of its type. */
    @Nullable Object normal(String field) {
        return sides.normal(field, seen.value(field));
    }

    String hash(String field, @Nullable Object value) {
        return sides.hash(key().tenant(), field, value);
    }

    /** What the system is given of the record as it is. */
    Map<String, @Nullable Object> given() {
        return sides.given(key(), known.image().fields());
    }

    /** What the system would be given if these paths had these values. */
    Map<String, @Nullable Object> given(Map<String, @Nullable Object> values) {
        return sides.given(key(), known.image().fields(), values);
    }

    FieldBase base(String field) {
        return fields.getOrDefault(field, FieldBase.NONE);
    }

    void base(String field, UnaryOperator<FieldBase> change) {
        fields.put(field, change.apply(base(field)));
    }

    /** The hash of what the row shows of a field. */
    String shown(String field) {
        return hash(field, seen.value(field));
    }

    /** Whether the row may show what a call of ours, of which no answer came, has written. */
    boolean isInDoubt(String field) {
        return known.delivery().inDoubt() && known.counterpart().sending().containsKey(field);
    }

    /** Notes what the row shows as the form in which the system has our value. */
    void noteForm(String field) {
        base(field, base -> base.withShown(shown(field)));
    }

    /** Notes what the row shows of all read fields. */
    void noteForms() {
        sides.reading().readFields().stream().filter(seen::shows).forEach(this::noteForm);
    }

    /** Notes another form of our value, and counts it. */
    void adjust(String field) {
        noteForm(field);
        adjusted++;
    }

    void take(String path, @Nullable Object theirs) {
        taken.put(path, theirs);
    }

    Map<String, @Nullable Object> taken() {
        return taken;
    }

    void touch() {
        touched = true;
    }

    /** Ours is given again: the path's fields count as not given. */
    void overrule(String path, @Nullable Object theirs) {
        overruled++;
        lose(path, Sources.ofSystem(sides.system()), theirs, known.ours(path));
        fieldsOf(path).forEach(field -> {
            base(field, base -> base.withGiven(null).withDiffers(false));
            toBeGiven.add(field);
            noteForm(field);
        });
    }

    /** Whether ours is given again, because another path of the field was overruled. */
    boolean isToBeGiven(String field) {
        return toBeGiven.contains(field);
    }

    /** Our value gives way. */
    void loseOurs(String path, @Nullable Object theirs) {
        lose(path, known.image().versions().setterOf(RecordPaths.root(path)), known.ours(path), theirs);
    }

    void lose(String path, String source, @Nullable Object value, @Nullable Object after) {
        lost.add(new LostValue(
                known.key(), path, sides.system(), source, known.image().revision(), value, after));
    }

    void differ(String path) {
        differing++;
        fieldsOf(path).forEach(field -> base(field, base -> base.withDiffers(true)));
    }

    void open(Kind kind, String path, @Nullable Object theirs) {
        closed.remove(path);
        opened.put(
                path,
                new Conflict(
                        known.counterpart().place(),
                        known.key().entity(),
                        path,
                        Optional.of(known.key().recordId()),
                        kind,
                        sides.shown(key().tenant(), seen, sides.reading().feeds(path)),
                        known.image().deleted() ? null : known.ours(path),
                        theirs));
    }

    void close(String path) {
        closed.add(path);
    }

    boolean isClosed(String path) {
        return closed.contains(path);
    }

    boolean isOpened(String path) {
        return opened.containsKey(path);
    }

    boolean hasConflicts() {
        return !opened.isEmpty();
    }

    /** The fields of a path that the row shows. */
    Collection<String> fieldsOf(String path) {
        return sides.reading().feeds(path).stream().filter(seen::shows).toList();
    }

    /** All of it, if the row was judged to its end. */
    Judgement finish(Verdict ifNothing, Optional<Operation> operation) {
        // Now it is known which record the row is, and the ledger is asked once more to take it.
        known.conflicts().stream()
                .map(Conflict::path)
                .filter(Conflict.WHOLE_ROW::equals)
                .forEach(this::close);
        boolean isTouched = touched || overruled > 0 && !altersOurs();
        boolean isOnlyTouched = isTouched && !altersOurs() && operation.equals(Optional.of(Operation.UPDATE));
        return new Judgement(
                verdict(ifNothing, operation),
                isOnlyTouched ? Optional.empty() : operation,
                patch(),
                Optional.of(judged()),
                List.copyOf(opened.values()),
                Set.copyOf(closed),
                List.copyOf(lost),
                isTouched,
                new Counts(taken.size(), overruled, adjusted, differing));
    }

    private boolean altersOurs() {
        return taken.entrySet().stream().anyMatch(one -> !RoundTripCheck.isSame(one.getValue(), ours(one.getKey())));
    }

    /** The record's fields that contain a path that is taken. */
    private Map<String, @Nullable Object> patch() {
        Map<String, @Nullable Object> patch =
                new LinkedHashMap<>(Sides.patched(known.image().fields(), taken));
        patch.keySet().retainAll(taken.keySet().stream().map(RecordPaths::root).toList());
        return patch;
    }

    private Verdict verdict(Verdict ifNothing, Optional<Operation> operation) {
        if (hasConflicts()) {
            return Verdict.CONFLICT;
        }
        if (operation.equals(Optional.of(Operation.CREATE))) {
            return Verdict.CREATED;
        }
        if (!taken.isEmpty()) {
            return Verdict.UPDATED;
        }
        return overruled > 0 ? Verdict.OVERRULED : ifNothing;
    }

    private Counterpart judged() {
        return known.counterpart()
                .with(draft -> draft.recordId(Optional.of(known.key().recordId()))
                        .fields(fields)
                        .carried(seen.row()
                                .recordId()
                                .equals(Optional.of(known.key().recordId())))
                        .sending(sendingLeft())
                        .gone(Optional.empty(), Optional.empty())
                        .judged(hashOfRow(), seen.row().modified(), seen.asked()));
    }

    /**
     * What a call in doubt may have written is ours, whatever the row shows of it. When the doubt is over, the row is
     * judged again, also if it shows the same.
     */
    private Optional<String> hashOfRow() {
        return sendingLeft().isEmpty() ? Optional.of(sides.hashOfRow(key().tenant(), seen)) : Optional.empty();
    }

    /** What a call under way may have written stays noted as long as the delivery is in doubt. */
    private Map<String, String> sendingLeft() {
        return known.delivery().inDoubt() ? known.counterpart().sending() : Map.of();
    }
}
