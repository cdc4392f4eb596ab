package io.recordsync.starter.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;

/** A decision about held deletes that was passed on. */
@Schema(name = "HeldDecision")
public record HeldDecisionView(
        long run,
        @JsonProperty("crm_source") String system,
        String entity,
        @Schema(description = "approve or reject.") String decision,

        @Schema(description = "The number of deletes that the run has held.")
        long held,

        @JsonProperty("workflow_id") String workflowId) {}
