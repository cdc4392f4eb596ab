package io.recordsync.starter.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs, the newest first. */
@Schema(name = "Runs")
public record RunsView(
        List<RunView> runs,

        @Schema(description = "The value of after for older runs; absent on the last page.") @Nullable String next) {

    // Explicit, because javac does not tell other modules that a compact constructor takes null values.
    public RunsView(List<RunView> runs, @Nullable String next) {
        this.runs = List.copyOf(runs);
        this.next = next;
    }
}
