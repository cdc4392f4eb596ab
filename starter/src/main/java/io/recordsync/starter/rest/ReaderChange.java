package io.recordsync.starter.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a person sets for a reader. What is absent stays as it is. */
@Schema(name = "ReaderChange")
public record ReaderChange(
        @Schema(description = "How often changes are read: 30s, 5m, 1h30m; from 1s to 30d.") @Nullable String every,

        @Schema(description = "How often all rows are read; from 1s to 30d.") @Nullable String full,

        @Schema(description = "How often the system's list of deletes is read; from 1s to 30d.")
        @JsonProperty("deletes_every")
        @Nullable String deletesEvery,

        @Schema(description = "true: no run starts, and one under way waits before its next page; false: it goes on.")
        @Nullable Boolean paused,

        @Schema(description = "Why. Required, except to end a pause.") @Nullable String why,

        @Schema(description = "Who. Default: person/api.") @Nullable String by) {}
