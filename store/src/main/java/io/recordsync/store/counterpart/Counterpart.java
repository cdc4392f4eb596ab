package io.recordsync.store.counterpart;

import io.recordsync.store.ledger.RecordKey;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a system that is read holds of a record: the link between the two ids, and the base from which a change of each
 * side is seen. There is one for each row that was ever seen.
 *
 * @param entity the entity that the row is read as
 * @param recordId our record; empty if the row is ambiguous or not wanted
 * @param rowHash the hash of the row as it was last judged; empty if it has to be judged whatever it shows
 * @param fields the base of each field that is read or given
 * @param modified the system's time of the row, as it was last judged or shown
 * @param wrote when our last write was made, by the system's clock
 * @param askedAt when the answer that was last judged was asked for, by the ledger's clock
 * @param carried whether the row has our record id
 * @param sending the hashes of what a call without an answer may have written, by field
 * @param goneAt since when the row is not there any more
 * @param mergedInto the row into which the vendor merged it
 * @param apart whether a person has unlinked it: it is no record's, and is not matched again before it is linked
 */
public record Counterpart(
        RowPlace place,
        String entity,
        Optional<String> recordId,
        Optional<String> rowHash,
        Map<String, FieldBase> fields,
        Optional<Instant> modified,
        Optional<WriteTime> wrote,
        Optional<Instant> askedAt,
        boolean carried,
        Map<String, String> sending,
        Optional<Instant> goneAt,
        Optional<String> mergedInto,
        boolean apart) {

    public Counterpart {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        sending = Map.copyOf(sending);
    }

    /**
     * When a write was made, by the system's clock.
     *
     * @param from its begin, less the unit of the system's times
     * @param until its end, plus that unit
     */
    public record WriteTime(Instant from, Instant until) {

        public boolean contains(Instant time) {
            return !time.isBefore(from) && !time.isAfter(until);
        }
    }

    /** A row that is seen for the first time. */
    public static Counterpart of(RowPlace place, String entity) {
        return new Counterpart(
                place,
                entity,
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    public Optional<RecordKey> record() {
        return recordId.map(id -> new RecordKey(place.tenant(), entity, id));
    }

    /** The same row under another id. */
    public Counterpart at(String externalId) {
        return new Counterpart(
                new RowPlace(place.tenant(), place.system(), place.object(), externalId),
                entity,
                recordId,
                rowHash,
                fields,
                modified,
                wrote,
                askedAt,
                carried,
                sending,
                goneAt,
                mergedInto,
                apart);
    }

    public boolean isGone() {
        return goneAt.isPresent();
    }

    public FieldBase field(String name) {
        return fields.getOrDefault(name, FieldBase.NONE);
    }

    /** Whether the row was linked only, and nothing is known of its values yet. */
    public boolean isWithoutBase() {
        return fields.values().stream().allMatch(FieldBase::isUnknown);
    }

    /** The same row as one of which nothing is known: its record and its base are given up. */
    public Counterpart forgotten() {
        return of(place, entity).with(draft -> draft.gone(goneAt, mergedInto));
    }

    public Counterpart with(UnaryOperator<Draft> changes) {
        return changes.apply(new Draft(this)).build();
    }

    /** The parts of a counterpart while it is changed. */
    public static final class Draft {

        private final Counterpart before;
        private final Map<String, FieldBase> fields;
        private Optional<String> recordId;
        private Optional<String> rowHash;
        private Optional<Instant> modified;
        private Optional<WriteTime> wrote;
        private Optional<Instant> askedAt;
        private boolean carried;
        private Map<String, String> sending;
        private Optional<Instant> goneAt;
        private Optional<String> mergedInto;
        private boolean apart;

        private Draft(Counterpart before) {
            this.before = before;
            this.fields = new LinkedHashMap<>(before.fields);
            this.recordId = before.recordId;
            this.rowHash = before.rowHash;
            this.modified = before.modified;
            this.wrote = before.wrote;
            this.askedAt = before.askedAt;
            this.carried = before.carried;
            this.sending = before.sending;
            this.goneAt = before.goneAt;
            this.mergedInto = before.mergedInto;
            this.apart = before.apart;
        }

        public Draft recordId(Optional<String> id) {
            recordId = id;
            return this;
        }

        public Draft field(String name, UnaryOperator<FieldBase> change) {
            fields.put(name, change.apply(fields.getOrDefault(name, FieldBase.NONE)));
            return this;
        }

        public Draft fields(Map<String, FieldBase> all) {
            fields.clear();
            fields.putAll(all);
            return this;
        }

        /** The row as it was judged. */
        public Draft judged(Optional<String> hash, Optional<Instant> time, Instant asked) {
            rowHash = hash;
            modified = time;
            askedAt = Optional.of(asked);
            return this;
        }

        public Draft rowHash(Optional<String> hash) {
            rowHash = hash;
            return this;
        }

        public Draft wrote(Optional<WriteTime> time) {
            wrote = time;
            return this;
        }

        public Draft modified(Optional<Instant> time) {
            modified = time;
            return this;
        }

        public Draft carried(boolean now) {
            carried = now;
            return this;
        }

        public Draft sending(Map<String, String> hashes) {
            sending = hashes;
            return this;
        }

        public Draft gone(Optional<Instant> at, Optional<String> into) {
            goneAt = at;
            mergedInto = into;
            return this;
        }

        public Draft apart(boolean now) {
            apart = now;
            return this;
        }

        private Counterpart build() {
            return new Counterpart(
                    before.place,
                    before.entity,
                    recordId,
                    rowHash,
                    fields,
                    modified,
                    wrote,
                    askedAt,
                    carried,
                    sending,
                    goneAt,
                    mergedInto,
                    apart);
        }
    }

    @Override
    public String toString() {
        return place + recordId.map(id -> " of " + id).orElse("");
    }
}
