package io.recordsync.worker.workflow;

import io.recordsync.workflows.DeliveryFailure;
import io.recordsync.workflows.DeliveryStatus;
import io.recordsync.workflows.OpenConflict;
import io.recordsync.workflows.ResolveText;
import io.recordsync.workflows.SyncRecordInput;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The text that the Web UI shows of a running workflow, in Markdown: the state of each delivery, the reason, and what
 * to do.
 */
final class Details {

    private Details() {}

    static String of(SyncRecordInput record, List<DeliveryStatus> deliveries, Decisions decisions) {
        Stream<String> open = Objects.requireNonNullElse(decisions.open(), List.<OpenConflict>of()).stream()
                .map(conflict -> of(record, conflict));
        Stream<String> answer = Optional.ofNullable(decisions.answer()).map("- %s"::formatted).stream();
        return Stream.of(deliveries.stream().map(Details::of), open, answer)
                .flatMap(Function.identity())
                .collect(Collectors.joining("\n"));
    }

    private static String of(SyncRecordInput record, OpenConflict conflict) {
        return """
                - **%s**: conflict `%s` of `%s` since %s: %s.
                  - to decide it: `%s`""".formatted(
                        conflict.system(),
                        conflict.kind(),
                        conflict.field(),
                        conflict.since(),
                        ResolveText.reason(conflict),
                        ResolveText.command(record.entity(), record.recordId(), record.tenant(), conflict));
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
