package io.recordsync.starter.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How a run that was asked for has ended, as its workflow says. */
@Schema(name = "StartedRunEnd")
public record StartedRunView(
        @Schema(description = "Whether the workflow has ended.")
        boolean ended,

        @Schema(description = "The run that it had; absent until it ends, or if none began.") @Nullable RunView run,

        @Schema(description = "Why no run began.") @JsonProperty("error_message") @Nullable String error) {}
