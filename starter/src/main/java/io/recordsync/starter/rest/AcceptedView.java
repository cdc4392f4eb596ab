package io.recordsync.starter.rest;

import io.recordsync.store.ledger.Accepted;
import io.recordsync.store.ledger.RecordKey;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Locale;

/** The result of accepting an event. */
@Schema(name = "Accepted")
public record AcceptedView(
        RecordName record,

        @Schema(
                description = "changed: the record has a new revision; unchanged: the event has no new content;"
                        + " superseded: the same source has sent something newer before; repeated: the same"
                        + " event was accepted before.",
                allowableValues = {"changed", "unchanged", "superseded", "repeated"})
        String verdict,

        @Schema(description = "The record's newest revision.")
        long revision) {

    static AcceptedView of(Accepted accepted) {
        return new AcceptedView(
                RecordName.of(accepted.change().key()),
                accepted.result().name().toLowerCase(Locale.ROOT),
                accepted.revision());
    }

    /** Names one record. */
    @Schema(name = "RecordName")
    public record RecordName(String tenant, String entity, String id) {

        static RecordName of(RecordKey key) {
            return new RecordName(key.tenant(), key.entity(), key.recordId());
        }
    }
}
