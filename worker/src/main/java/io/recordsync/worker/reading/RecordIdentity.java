package io.recordsync.worker.reading;

import io.recordsync.rules.ReadingRules;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.worker.reading.Judgement.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/** Which record a row is: the one that it is linked to, else the one whose id it carries, else a new one. */
sealed interface RecordIdentity {

    /** The row is of this record, which may not exist yet. */
    record Of(RecordKey key) implements RecordIdentity {}

    /** The row is of no record, or it cannot be said now of which. */
    record Unknown(Verdict verdict) implements RecordIdentity {}

    /** The longest external id that is part of a record id, in bytes. */
    int MAX_ID = 100;

    static RecordIdentity of(SeenRow seen, Counterpart counterpart, ReadingRules reading) {
        Optional<String> carries = seen.row().recordId();
        Optional<String> linked = counterpart.isGone() ? Optional.empty() : counterpart.recordId();
        if (linked.isPresent() && (!counterpart.carried() || carries.equals(linked))) {
            return of(counterpart, linked.get());
        }
        if (linked.isPresent()) {
            // The row does not carry the record's id any more. That may be an old state of the row.
            return seen.byId() && carries.isEmpty() ? of(counterpart, linked.get()) : new Unknown(Verdict.LATER);
        }
        if (carries.isPresent()) {
            return of(counterpart, carries.get());
        }
        return reading.creates()
                ? of(counterpart, minted(seen, counterpart, reading))
                : new Unknown(Verdict.NOT_WANTED);
    }

    private static RecordIdentity of(Counterpart counterpart, String recordId) {
        return new Of(new RecordKey(counterpart.place().tenant(), counterpart.entity(), recordId));
    }

    /** The same row always gets the same record id, so that a crash makes no second record. */
    private static String minted(SeenRow seen, Counterpart counterpart, ReadingRules reading) {
        return reading.recordId(seen.content()).orElseGet(() -> {
            String id = counterpart.place().externalId();
            boolean fits = id.getBytes(StandardCharsets.UTF_8).length <= MAX_ID;
            return counterpart.place().system() + "-" + (fits ? id : DigestUtils.sha256Hex(id));
        });
    }
}
