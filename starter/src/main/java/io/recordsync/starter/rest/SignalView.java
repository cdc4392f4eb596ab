package io.recordsync.starter.rest;

import io.recordsync.starter.rest.AcceptedView.RecordName;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** What a record's workflow was asked to do. */
@Schema(name = "Asked")
public record SignalView(
        RecordName record,

        @Schema(allowableValues = {"retry", "skip"}) String asked,

        @Schema(description = "The systems whose parked deliveries it is about; none when nothing was parked.")
        List<String> parked,

        @Schema(description = "The workflow's id in Temporal; it was started if it did not run.")
        String workflowId) {

    public SignalView {
        parked = List.copyOf(parked);
    }
}
