package io.recordsync.store.delivery;

import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.delivery.RowLinks.Answer;
import io.recordsync.store.delivery.RowLinks.Outcome;
import io.recordsync.store.ledger.Change;
import io.recordsync.store.ledger.Image;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.ledger.Sources;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written.
 *
 * @param rows the rows as they are from now on
 * @param forgotten where a record has no row any more
 * @param linked where a record has one
 */
record LinkPlan(Answer answer, List<Change> changes, List<Counterpart> rows, Set<At> forgotten, Set<At> linked) {

    /** A record at a system. */
    record At(RecordKey key, String system) {}

    static LinkPlan of(Outcome outcome) {
        return of(Answer.of(outcome));
    }

    /** Nothing is written. */
    static LinkPlan of(Answer answer) {
        return new LinkPlan(answer, List.of(), List.of(), Set.of(), Set.of());
    }

    /**
     * @param before the row that the record has at the system so far
     * @param minted the record that was made because of the row
     * @param elsewhere the living rows of that record at other systems. None of them is deleted
     * @param has the systems at which the record itself has a living row
     */
    static LinkPlan link(
            Image image,
            Counterpart row,
            Optional<Counterpart> before,
            Optional<Image> minted,
            List<Counterpart> elsewhere,
            Set<String> has) {
        RecordKey key = image.key();
        List<Change> changes = new ArrayList<>();
        changes.add(Change.touch(eventKey(image, row), key, door(row)));
        minted.filter(LinkPlan::isThere).ifPresent(one -> changes.add(delete(one, row)));
        List<Counterpart> rows = new ArrayList<>();
        before.ifPresent(one -> rows.add(apart(one)));
        rows.add(of(key, row));
        Set<At> forgotten = new HashSet<>(Set.of(new At(key, row.place().system())));
        Set<At> linked = new HashSet<>(forgotten);
        row.record().ifPresent(other -> forgotten.add(new At(other, row.place().system())));
        for (Counterpart other : elsewhere) {
            String system = other.place().system();
            other.record().ifPresent(record -> forgotten.add(new At(record, system)));
            rows.add(has.contains(system) ? apart(other) : of(key, other));
            if (!has.contains(system)) {
                linked.add(new At(key, system));
            }
        }
        Answer answer = new Answer(
                Outcome.DONE,
                List.of(),
                before.map(one -> one.place().externalId()),
                minted.filter(LinkPlan::isThere).map(one -> one.key().recordId()));
        return new LinkPlan(answer, changes, rows, forgotten, linked);
    }

    static boolean isThere(@Nullable Image image) {
        return image != null && image.revision() > 0 && !image.deleted();
    }

    static boolean hasOtherSources(Image image, String system) {
        return image.versions().bySource().keySet().stream()
                .anyMatch(source -> !source.equals(Sources.ofSystem(system)) && !Sources.isOwn(source));
    }

    private static Counterpart of(RecordKey key, Counterpart row) {
        return row.forgotten()
                .with(draft -> draft.recordId(Optional.of(key.recordId())).apart(false));
    }

    static Counterpart apart(Counterpart row) {
        return row.forgotten().with(draft -> draft.apart(true));
    }

    private static Change delete(Image minted, Counterpart row) {
        return new Change(
                eventKey(minted, row),
                minted.key(),
                Sources.LINK,
                Change.Operation.DELETE,
                Change.Form.SNAPSHOT,
                null,
                Map.of(),
                door(row));
    }

    /** A record is linked once at a revision. */
    private static String eventKey(Image image, Counterpart row) {
        return "link:" + image.revision() + "@" + row.place().system();
    }

    private static String door(Counterpart row) {
        return "link:" + row.place().system();
    }
}
