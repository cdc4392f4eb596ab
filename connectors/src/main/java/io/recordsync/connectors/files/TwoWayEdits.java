package io.recordsync.connectors.files;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.LinkCandidate;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Gone;
import io.recordsync.connectors.Outcome.Linked;
import io.recordsync.connectors.Outcome.Stale;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Operation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides creates and updates in a file that is read too. A create writes to no row that exists, and an update writes
 * to no row but the one with its external id. A column that the file does not have is never added to rows that exist:
 * it would be read back as a column that people have cleared in all of them.
 */
final class TwoWayEdits {

    private final FilesSettings settings;
    private final FileRecords records;
    private final Rewrite file;
    private final String name;
    private final RowEdits edits;
    private final boolean hasRows;

    /**
     * @param name the file's name in messages
     * @param hasRows whether the file has any row
     */
    TwoWayEdits(FilesSettings settings, Rewrite file, String name, RowEdits edits, boolean hasRows) {
        this.settings = settings;
        this.records = new FileRecords(settings, file.form(), List.of());
        this.file = file;
        this.name = name;
        this.edits = edits;
        this.hasRows = hasRows;
    }

    /** Whether the write is a create or an update. */
    static boolean isOne(Write write) {
        return write.operation() == Operation.CREATE || write.operation() == Operation.UPDATE;
    }

    /**
     * @param doubt why it is not known whether the row is there, if none was found
     * @throws ConnectorException if the update is refused
     */
    Outcome update(FoundRows one, Optional<ConnectorException> doubt) {
        Write write = one.write();
        Optional<FileRow> found = only(one.keyed(), "the external id", write);
        if (found.isEmpty()) {
            doubt.ifPresent(reason -> {
                throw reason;
            });
            return new Gone(Optional.empty());
        }
        ReadRecord row = record(found.get(), write);
        if (!write.held().expected().test(row)) {
            return new Stale(row);
        }
        requireColumns(write);
        return written(edits.change(found.get(), write, !write.held().carriesRecordId()), write, Effect.UPDATED);
    }

    /** @throws ConnectorException if the create is refused */
    Outcome create(FoundRows one) {
        Write write = one.write();
        Optional<FileRow> ours = only(one.ours(), "the record id", write);
        if (ours.isPresent() && !write.inDoubt()) {
            return new Linked(record(ours.get(), write));
        }
        List<FileRow> alike = there(one.alike());
        if (ours.isEmpty() && !alike.isEmpty()) {
            return new Linked(record(met(write, alike), write));
        }
        requireColumns(write);
        return ours.isPresent()
                ? written(edits.change(ours.get(), write, true), write, Effect.UPDATED)
                : written(edits.create(write, one.isKeyTaken()), write, Effect.CREATED);
    }

    private FileRow met(Write write, List<FileRow> alike) {
        ConnectorException doubled =
                ConnectorException.refused("DUPLICATE", "The file %s has rows that match %s.".formatted(name, write));
        LinkCandidate met = LinkCandidate.toMeet(
                write, alike.stream().map(FileRow::existing).toList(), doubled);
        return alike.stream()
                .filter(row -> row.existing().equals(met))
                .findFirst()
                .orElseThrow();
    }

    /** The rows that earlier writes of the batch leave, as they leave them. */
    private List<FileRow> there(List<FileRow> rows) {
        return rows.stream().flatMap(row -> edits.now(row).stream()).toList();
    }

    private Optional<FileRow> only(List<FileRow> rows, String what, Write write) {
        List<FileRow> there = there(rows);
        if (there.size() > 1) {
            throw ConnectorException.refused(
                    "DUPLICATE",
                    String.format(
                            Locale.ROOT,
                            "The file %s has %d rows with %s of %s. Keep one of them, then retry.",
                            name,
                            there.size(),
                            what,
                            write));
        }
        return there.stream().findFirst();
    }

    private ReadRecord record(FileRow row, Write write) {
        return shown(row.content(), write)
                .orElseThrow(() -> ConnectorException.refused(
                        "NO_KEY",
                        "The file %s has a row of %s that has no %s. Give the row one, then retry."
                                .formatted(name, write, settings.keyColumn())));
    }

    private Written written(Map<String, @Nullable Object> row, Write write, Effect effect) {
        return new Written(Optional.of(FileRow.key(row, settings)), effect, shown(row, write));
    }

    /** The row as a read shows it: CSV has text only, for example. */
    private Optional<ReadRecord> shown(Map<String, @Nullable Object> row, Write write) {
        return file.asRead(row)
                .map(read -> file.form().complete(read, write.content().keySet()))
                .flatMap(records::of);
    }

    private void requireColumns(Write write) {
        Set<String> absent = write.content().entrySet().stream()
                .filter(field -> field.getValue() != null)
                .map(Map.Entry::getKey)
                .filter(field -> hasRows && !file.hasColumns(List.of(field)))
                .collect(Collectors.toSet());
        if (!absent.isEmpty()) {
            throw ConnectorException.refused(
                            "NO_COLUMN",
                            ("%s cannot be written to the file %s, because it has no column %s. Add the column, or"
                                            + " take it out of the rule, then retry.")
                                    .formatted(
                                            write,
                                            name,
                                            String.join(
                                                    ", ",
                                                    absent.stream().sorted().toList())))
                    .ofFields(absent);
        }
    }
}
