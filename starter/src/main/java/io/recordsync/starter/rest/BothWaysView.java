package io.recordsync.starter.rest;

import io.recordsync.starter.rest.StartedRunsView.Started;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The runs of two systems. */
@Schema(name = "BothWays")
public record BothWaysView(
        List<Started> started,

        @Schema(description = "Whose runs these are, if a customer was named.") @Nullable String note) {

    // Explicit, because javac does not tell other modules that a compact constructor takes null values.
    public BothWaysView(List<Started> started, @Nullable String note) {
        this.started = List.copyOf(started);
        this.note = note;
    }
}
