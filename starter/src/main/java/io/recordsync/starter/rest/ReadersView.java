package io.recordsync.starter.rest;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The readers of the systems that the workers' rules read. */
@Schema(name = "Readers")
public record ReadersView(
        List<ReaderView> readers,

        @Schema(
                description = "Whether the Temporal server has schedules. Without them, systems are read only when"
                        + " somebody asks for it. Absent if the server does not answer.")
        @Nullable Boolean schedules) {

    // Explicit, because javac does not tell other modules that a compact constructor takes null values.
    public ReadersView(List<ReaderView> readers, @Nullable Boolean schedules) {
        this.readers = List.copyOf(readers);
        this.schedules = schedules;
    }
}
