package io.recordsync.starter.rest;

import io.recordsync.store.status.DeliveryPages.Listed;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A page of deliveries. Without any request parameter it also holds the counts. */
@Schema(name = "Status")
public record StatusView(
        @Schema(description = "Only present if the request has no parameter.") @Nullable Overview counts,

        @Schema(description = "The deliveries that match, ordered by entity, id and system.")
        List<Delivery> deliveries,

        @Schema(description = "The value for the parameter after to get the next page; absent on the last page.")
        @Nullable String next) {

    public StatusView {
        deliveries = List.copyOf(deliveries);
    }

    /** A delivery on the page. */
    @Schema(name = "ListedDelivery")
    public record Delivery(
            String tenant,
            String entity,
            String id,
            String system,

            @Schema(
                    allowableValues = {
                        "due",
                        "delivered",
                        "deleted",
                        "unrouted",
                        "parked",
                        "skipped",
                        "gone",
                        "conflict"
                    })
            String state,

            @Schema(description = "Why it is parked, or why the last attempt failed.") @Nullable ErrorView error,

            @Schema(description = "The time of the last failure.") @Nullable Instant failedAt) {}

    /** @param found the deliveries of the page, and one more if there are further ones */
    static StatusView of(@Nullable Overview counts, List<Listed> found, int limit) {
        List<Listed> page = found.subList(0, Math.min(limit, found.size()));
        return new StatusView(
                counts,
                page.stream().map(StatusView::delivery).toList(),
                found.size() > limit ? PageCursor.of(page.getLast().place()) : null);
    }

    private static Delivery delivery(Listed delivery) {
        return new Delivery(
                delivery.key().tenant(),
                delivery.key().entity(),
                delivery.key().recordId(),
                delivery.system(),
                delivery.state().name().toLowerCase(Locale.ROOT),
                delivery.error().map(ErrorView::of).orElse(null),
                delivery.failedAt().orElse(null));
    }
}
