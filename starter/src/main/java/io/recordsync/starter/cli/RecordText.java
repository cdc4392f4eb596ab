package io.recordsync.starter.cli;

import io.recordsync.process.Table;
import io.recordsync.starter.rest.ErrorView;
import io.recordsync.starter.rest.RecordView;
import io.recordsync.starter.rest.RecordView.Delivery;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Formats a record's status as text for people. */
final class RecordText {

    private final RecordView record;

    private RecordText(RecordView record) {
        this.record = record;
    }

    static String of(RecordView record) {
        return new RecordText(record).text();
    }

    private String text() {
        return String.format(
                Locale.ROOT,
                "%s %s of tenant %s: revision %d%s, changed %s%nWorkflow %s: %s%n%s%n%s%s%s%n%s",
                Table.plain(record.entity()),
                Table.plain(record.id()),
                Table.plain(record.tenant()),
                record.revision(),
                record.deleted() ? ", deleted" : "",
                time(record.changedAt()),
                Table.plain(record.workflow().id()),
                record.workflow().note(),
                notes(),
                deliveries(),
                errors(),
                conflicts(),
                changes());
    }

    private String notes() {
        String answer = record.workflow().answer();
        return deliveryNotes() + (answer == null ? "" : "  %s%n".formatted(Table.plain(answer)));
    }

    private String deliveryNotes() {
        return record.workflow().deliveries().stream()
                .flatMap(delivery -> Optional.ofNullable(delivery.note())
                        .map(note -> "  %s %s%n".formatted(Table.plain(delivery.system()), Table.plain(note)))
                        .stream())
                .collect(Collectors.joining());
    }

    private String deliveries() {
        if (record.deliveries().isEmpty()) {
            return "No system has this record, and no delivery is due.%n".formatted();
        }
        Table table = new Table().row("SYSTEM", "STATE", "REVISION", "EXTERNAL ID", "SETTLED");
        record.deliveries()
                .forEach(delivery -> table.row(
                        delivery.system(),
                        delivery.state(),
                        revision(delivery),
                        delivery.externalId() == null ? "-" : delivery.externalId(),
                        time(delivery.settledAt())));
        return table.toString();
    }

    private static String revision(Delivery delivery) {
        return delivery.revision() == delivery.dueRevision()
                ? Long.toString(delivery.revision())
                : String.format(Locale.ROOT, "%d of %d", delivery.revision(), delivery.dueRevision());
    }

    /** Each failure in full, and what to do about it. It is printed below the table. */
    private String errors() {
        StringBuilder text = new StringBuilder();
        for (Delivery delivery : record.deliveries()) {
            ErrorView error = delivery.error();
            if (error != null) {
                text.append("%n%s: %s%n".formatted(Table.plain(delivery.system()), sentence(error)));
                text.append(next(delivery));
            }
        }
        return text.toString();
    }

    static String sentence(ErrorView error) {
        return Table.plain("%s (%s, error id %s)".formatted(error.reason(), error.code(), error.errorId()));
    }

    private String next(Delivery delivery) {
        if (delivery.state().equals("conflict")) {
            return "  It goes on when its conflicts are decided.%n".formatted();
        }
        return delivery.state().equals("parked")
                ? "  After you have removed the cause: recordsync retry %s --system %s%s%s%n"
                        .formatted(
                                Table.plain(record.id()),
                                Table.plain(delivery.system()),
                                unless("contact", "--entity", record.entity()),
                                unless("default", "--tenant", record.tenant()))
                : String.format(
                        Locale.ROOT,
                        "  It is retried automatically. Failed attempts so far: %d.%n",
                        delivery.attempts());
    }

    /** What a person has to decide, and how. */
    private String conflicts() {
        return record.conflicts().stream()
                .map(conflict -> "%nConflict of %s at %s (%s) since %s: %s.%n  To decide it: %s%n"
                        .formatted(
                                Table.plain(conflict.field()),
                                Table.plain(conflict.system()),
                                conflict.kind(),
                                time(conflict.since()),
                                conflict.reason(),
                                Table.plain(conflict.decide())))
                .collect(Collectors.joining());
    }

    private static String unless(String usual, String option, String value) {
        return value.equals(usual) ? "" : " " + option + " " + Table.plain(value);
    }

    private String changes() {
        Table table = new Table().row("CHANGE", "OUTCOME", "REVISION", "SOURCE", "POSITION", "ACCEPTED");
        record.changes()
                .forEach(change -> table.row(
                        change.operation(),
                        change.outcome(),
                        Long.toString(change.revision()),
                        change.source(),
                        change.door(),
                        time(change.acceptedAt())));
        return table.toString();
    }

    static String time(@Nullable Instant time) {
        return time == null ? "-" : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
