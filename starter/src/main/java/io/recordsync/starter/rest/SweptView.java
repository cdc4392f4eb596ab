package io.recordsync.starter.rest;

import io.recordsync.starter.bridge.sweep.Sweeper.Swept;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The result of a sweep over one portion of the records. */
@Schema(name = "Swept")
public record SweptView(
        @Schema(description = "How many records it looked at.")
        int looked,

        @Schema(description = "Of how many of them Temporal was told.")
        int told,

        @Schema(description = "What to give as after for the next stretch; absent when there is none left.") @Nullable String next) {

    static SweptView of(Swept swept) {
        return new SweptView(
                swept.looked(), swept.told(), swept.last().map(PageCursor::of).orElse(null));
    }
}
