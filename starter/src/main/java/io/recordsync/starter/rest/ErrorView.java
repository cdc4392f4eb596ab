package io.recordsync.starter.rest;

import io.recordsync.store.delivery.DeliveryError;
import io.recordsync.workflows.DeliveryFailure;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Why a delivery failed. */
@Schema(name = "DeliveryError")
public record ErrorView(
        @Schema(description = "The vendor's error code, or recordsync's own.")
        String code,

        String reason,

        @Schema(description = "The same id is in the log, in Temporal and on the dead-letter topic.")
        String errorId) {

    static ErrorView of(DeliveryError error) {
        return new ErrorView(error.code(), error.message(), error.errorId());
    }

    static @Nullable ErrorView of(@Nullable DeliveryFailure failure) {
        return failure == null ? null : new ErrorView(failure.code(), failure.reason(), failure.errorId());
    }
}
