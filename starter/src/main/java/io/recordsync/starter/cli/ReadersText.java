package io.recordsync.starter.cli;

import io.recordsync.process.Table;
import io.recordsync.starter.rest.ReaderView;
import io.recordsync.starter.rest.ReaderView.By;
import io.recordsync.starter.rest.ReadersView;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Readers as text for people. */
final class ReadersText {

    private ReadersText() {}

    static String of(ReadersView view) {
        if (view.readers().isEmpty()) {
            return "The rules of the workers read no system: none of their mappings has the key read. See"
                    + " docs/rules.md.";
        }
        Table table = new Table()
                .row("SYSTEM", "ENTITY", "STATE", "EVERY", "FULL", "INTERVALS FROM", "LAST RUN", "STATUS", "NEXT RUN");
        view.readers().forEach(reader -> row(table, reader));
        return table
                + view.readers().stream().flatMap(ReadersText::notes).collect(Collectors.joining())
                + lack(view.schedules());
    }

    static String of(ReaderView reader) {
        Table table = new Table()
                .row("SYSTEM", "ENTITY", "STATE", "EVERY", "FULL", "INTERVALS FROM", "LAST RUN", "STATUS", "NEXT RUN");
        row(table, reader);
        return table + notes(reader).collect(Collectors.joining());
    }

    private static void row(Table table, ReaderView reader) {
        table.row(
                reader.system(),
                reader.entity(),
                reader.paused() == null ? reader.state() : "paused",
                reader.every(),
                reader.full(),
                reader.set() == null ? "rule file" : reader.set().by(),
                reader.lastRun() == null ? "-" : Long.toString(reader.lastRun().id()),
                reader.lastRun() == null ? "-" : reader.lastRun().status(),
                RecordText.time(reader.nextRun()));
    }

    private static Stream<String> notes(ReaderView reader) {
        return Stream.of(
                linking(reader),
                note(reader, "is paused by", reader.paused()),
                note(reader, "was set by", reader.set()));
    }

    private static String linking(ReaderView reader) {
        return "linking".equals(reader.state())
                ? "%n%s %s is linking: records that are not known there are made after all rows have been read.%n"
                        .formatted(reader.system(), reader.entity())
                : "";
    }

    private static String note(ReaderView reader, String what, @Nullable By by) {
        return by == null
                ? ""
                : "%n%s %s %s %s since %s: %s%n"
                        .formatted(
                                reader.system(),
                                reader.entity(),
                                what,
                                Table.plain(by.by()),
                                RecordText.time(by.at()),
                                Table.plain(by.why()));
    }

    private static String lack(@Nullable Boolean schedules) {
        if (schedules == null) {
            return "%nTemporal does not answer now, so that the next runs are not known.%n".formatted();
        }
        return schedules
                ? ""
                : "%nThe Temporal server has no schedules: `recordsync sync SYSTEM` reads a system.%n".formatted();
    }
}
