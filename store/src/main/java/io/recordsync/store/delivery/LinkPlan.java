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
 * @param forgotten the records that have no row at the system any more
 * @param linked the record that has one
 */
record LinkPlan(
        Answer answer,
        List<Change> changes,
        List<Counterpart> rows,
        Set<RecordKey> forgotten,
        Optional<RecordKey> linked) {

    static LinkPlan of(Outcome outcome) {
        return of(Answer.of(outcome));
    }

    /** Nothing is written. */
    static LinkPlan of(Answer answer) {
        return new LinkPlan(answer, List.of(), List.of(), Set.of(), Optional.empty());
    }

    static LinkPlan link(Image image, Counterpart row, Optional<Counterpart> before, Optional<Image> minted) {
        RecordKey key = image.key();
        List<Change> changes = new ArrayList<>();
        changes.add(Change.touch(eventKey(image, row), key, door(row)));
        minted.filter(LinkPlan::isThere).ifPresent(one -> changes.add(delete(one, row)));
        List<Counterpart> rows = new ArrayList<>();
        before.ifPresent(one -> rows.add(apart(one)));
        rows.add(row.forgotten()
                .with(draft -> draft.recordId(Optional.of(key.recordId())).apart(false)));
        Set<RecordKey> forgotten = new HashSet<>(Set.of(key));
        row.record().ifPresent(forgotten::add);
        Answer answer = new Answer(
                Outcome.DONE,
                List.of(),
                before.map(one -> one.place().externalId()),
                minted.filter(LinkPlan::isThere).map(one -> one.key().recordId()));
        return new LinkPlan(answer, changes, rows, forgotten, Optional.of(key));
    }

    static boolean isThere(@Nullable Image image) {
        return image != null && image.revision() > 0 && !image.deleted();
    }

    static boolean hasOtherSources(Image image, String system) {
        return image.versions().bySource().keySet().stream()
                .anyMatch(source -> !source.equals(Sources.ofSystem(system)) && !Sources.isOwn(source));
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
