package io.recordsync.starter.rest;

import io.recordsync.starter.bridge.sweep.Sweeper.Swept;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The result of a sweep over one portion of the records. */
@Schema(name = "Swept")
public record SweptView(
        @Schema(description = "The number of records on this page.")
        int looked,

        @Schema(description = "The number of records whose workflows were signalled.")
        int told,

        @Schema(description = "The value for the parameter after to get the next page; absent on the last page.")
        @Nullable String next) {

    static SweptView of(Swept swept) {
        return new SweptView(
                swept.looked(), swept.told(), swept.last().map(PageCursor::of).orElse(null));
    }
}
