package io.recordsync.devstack.demo.twoway;

import io.recordsync.devstack.demo.twoway.Side.Contact;
import io.recordsync.store.Store;
import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.ConflictStore.Row;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.LostValue;
import io.recordsync.store.counterpart.RowPlace;
import io.recordsync.store.ledger.RecordKey;
import java.util.List;
import java.util.Optional;

/** What the ledger knows of contacts: which ones are the same person, and which of their values are in conflict. */
record Links(Store store) {

    private static final String TENANT = "default";
    private static final String ENTITY = "contact";

    Optional<RecordKey> record(Side side, String id) {
        RowPlace place = place(side, id);
        return Optional.ofNullable(store.counterparts().at(List.of(place)).get(place))
                .filter(row -> !row.isGone())
                .flatMap(Counterpart::record);
    }

    /** The same person at the other side. */
    Optional<Contact> counterpart(Side side, String id, Side other) {
        return record(side, id).flatMap(key -> of(key, other));
    }

    private Optional<Contact> of(RecordKey key, Side side) {
        return Optional.ofNullable(
                        store.counterparts().of(List.of(key), side.system()).get(key))
                .flatMap(row -> side.contact(row.place().externalId()));
    }

    /** Whether a conflict of this field, or of the whole contact, is listed. */
    boolean isInConflict(Side side, String id, Field field) {
        RowPlace place = place(side, id);
        return store.conflicts().openAt(List.of(new Row(place, ENTITY))).getOrDefault(place, List.of()).stream()
                .map(Conflict::path)
                .anyMatch(path -> path.equals(field.path()) || path.equals(Conflict.WHOLE_ROW));
    }

    /** Whether the value gave way to another one, and is kept. */
    boolean isKept(Edit edit) {
        return record(edit.side(), edit.contact()).stream()
                .flatMap(key -> store.conflicts().lost(key).stream())
                .filter(lost -> lost.path().equals(edit.field().path()))
                .map(LostValue::value)
                .anyMatch(value -> edit.field().normal(String.valueOf(value)).equals(edit.normal()));
    }

    /** Whether a person has set the same field of the same contact later, on either side. */
    boolean isFollowed(Edit edit, List<Edit> edits, Side other) {
        Optional<String> there = counterpart(edit.side(), edit.contact(), other).map(Contact::id);
        return edits.stream()
                .filter(later -> later.number() > edit.number() && later.field() == edit.field())
                .anyMatch(later -> later.isOf(edit.side(), edit.contact())
                        || there.filter(id -> later.isOf(other, id)).isPresent());
    }

    private static RowPlace place(Side side, String id) {
        return new RowPlace(TENANT, side.system(), side.object(), id);
    }
}
