package io.recordsync.starter.rest;

import io.recordsync.store.counterpart.ConflictStore.Open;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.workflows.OpenConflict;
import io.recordsync.workflows.ResolveText;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** An open conflict of a record, without the values. */
@Schema(name = "Conflict")
public record ConflictView(
        String system,

        @Schema(description = "The id of the row in that system.")
        String externalId,

        @Schema(description = "The record's field; * for the whole row.")
        String field,

        @Schema(
                allowableValues = {
                    "ask",
                    "unrepresentable",
                    "unreadable",
                    "oscillates",
                    "ambiguous",
                    "not_taken",
                    "not_written",
                    "refused"
                })
        String kind,

        Instant since,

        @Schema(description = "Why neither value goes to the other side.")
        String reason,

        @Schema(description = "The command that decides it.")
        String decide) {

    static ConflictView of(RecordKey key, Open conflict) {
        OpenConflict open = open(conflict);
        return new ConflictView(
                conflict.system(),
                conflict.externalId(),
                conflict.path(),
                open.kind(),
                conflict.openedAt(),
                ResolveText.reason(open),
                ResolveText.command(key.entity(), key.recordId(), key.tenant(), open));
    }

    static OpenConflict open(Open conflict) {
        return new OpenConflict(
                conflict.system(), conflict.path(), conflict.kind().stored(), conflict.openedAt());
    }
}
