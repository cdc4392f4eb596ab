package io.recordsync.worker.workflow;

import io.recordsync.workflows.DeliveryFailure;
import io.recordsync.workflows.DeliveryStatus;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The text that the Web UI shows of a running workflow, in Markdown: the state of each delivery, the reason, and what
 * to do.
 */
final class Details {

    private Details() {}

    static String of(List<DeliveryStatus> deliveries) {
        return deliveries.stream().map(Details::of).collect(Collectors.joining("\n"));
    }

    private static String of(DeliveryStatus delivery) {
        DeliveryFailure failure = delivery.failure();
        return switch (delivery.state()) {
            case DELIVERING -> "- **%s**: %s".formatted(delivery.system(), delivering(delivery));
            case SETTLED ->
                String.format(Locale.ROOT, "- **%s**: has revision %d", delivery.system(), delivery.settled());
            case SKIPPED -> "- **%s**: skipped until the next change".formatted(delivery.system());
            case PARKED -> failure == null ? "" : parked(delivery, failure);
        };
    }

    private static String delivering(DeliveryStatus delivery) {
        return Objects.requireNonNullElse(delivery.note(), "delivering");
    }

    private static String parked(DeliveryStatus delivery, DeliveryFailure failure) {
        return String.format(
                Locale.ROOT,
                """
                - **%s**: PARKED at revision %d. %s
                  - error `%s`, id `%s`
                  - %s The signal `retry` retries it at once. The signal `skip` gives it up until the next change.""",
                delivery.system(),
                failure.revision(),
                failure.reason(),
                failure.code(),
                failure.errorId(),
                next(delivery));
    }

    private static String next(DeliveryStatus delivery) {
        return delivery.nextRetryAt() == null
                ? "It waits for a person or a newer change."
                : "It is retried automatically at %s.".formatted(delivery.nextRetryAt());
    }
}
