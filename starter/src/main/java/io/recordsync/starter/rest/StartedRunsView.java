package io.recordsync.starter.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** The runs that were asked for. */
@Schema(name = "StartedRuns")
public record StartedRunsView(List<Started> started) {

    public StartedRunsView {
        started = List.copyOf(started);
    }

    /** One of them. It begins as soon as a worker of the system takes it. */
    @Schema(name = "StartedRun")
    public record Started(
            @JsonProperty("crm_source") String system,
            String entity,
            @JsonProperty("workflow_id") String workflowId,
            @JsonProperty("workflow_run") String workflowRun,

            @Schema(
                    description = "The id of the reader's newest run before this one, 0 if there was none. If that one"
                            + " is still running, it is the one that was asked for: a reader has one run at a time.")
            @JsonProperty("after_run")
            long after) {}
}
