package io.recordsync.starter.rest;

import io.recordsync.starter.rest.AcceptedView.RecordName;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a record's workflow was asked to do. */
@Schema(name = "Asked")
public record SignalView(
        RecordName record,

        @Schema(allowableValues = {"retry", "skip"}) String asked,

        @Schema(description = "The systems whose parked deliveries are retried or skipped; empty if none was parked.")
        List<String> parked,

        @Schema(description = "The id of the workflow in Temporal. The workflow was started if it was not running.")
        String workflowId,

        @Schema(description = "What deliveries need that wait for a person's decision.") @Nullable String needed) {

    public SignalView {
        parked = List.copyOf(parked);
    }
}
