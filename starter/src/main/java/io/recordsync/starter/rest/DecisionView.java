package io.recordsync.starter.rest;

import io.recordsync.starter.rest.AcceptedView.RecordName;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of a person's decision about a record's row at a system. */
@Schema(name = "Decision")
public record DecisionView(
        RecordName record,

        @Schema(allowableValues = {"resolve", "link", "unlink"})
        String asked,

        @Schema(description = "The conflicts that the decision is about.")
        List<ConflictView> conflicts,

        @Schema(
                description = "The id of the workflow that was signalled, or started if it was not running; absent if"
                        + " nothing has changed.")
        @Nullable String workflowId,

        @Schema(description = "What was done, or what is needed, as text for people.")
        String note) {

    public DecisionView {
        conflicts = List.copyOf(conflicts);
    }
}
