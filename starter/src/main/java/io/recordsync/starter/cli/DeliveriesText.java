package io.recordsync.starter.cli;

import io.recordsync.process.Table;
import io.recordsync.starter.rest.ErrorView;
import io.recordsync.starter.rest.StatusView;
import org.jspecify.annotations.Nullable;

/** Formats a page of deliveries as text for people. */
final class DeliveriesText {

    private DeliveriesText() {}

    static String of(StatusView status) {
        if (status.deliveries().isEmpty()) {
            return "No delivery matches.";
        }
        Table table = new Table().row("ENTITY", "ID", "SYSTEM", "STATE", "FAILED", "REASON");
        status.deliveries()
                .forEach(one -> table.row(
                        one.entity(),
                        one.id(),
                        one.system(),
                        one.state(),
                        RecordText.time(one.failedAt()),
                        why(one.error())));
        return table + more(status.next());
    }

    private static String why(@Nullable ErrorView error) {
        return error == null ? "-" : RecordText.sentence(error);
    }

    private static String more(@Nullable String next) {
        return next == null ? "" : "%nThere are more. For the next page add --after %s%n".formatted(next);
    }
}
