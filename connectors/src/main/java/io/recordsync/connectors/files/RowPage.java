package io.recordsync.connectors.files;

import io.recordsync.connectors.Page.Unreadable;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.files.RawRows.Raw;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Converts rows of one file to records. Not thread-safe. */
final class RowPage {

    private final FilesSettings settings;
    private final List<String> fields;
    private final int limit;
    private final List<ReadRecord> records = new ArrayList<>();
    private final List<Unreadable> unreadable = new ArrayList<>();

    RowPage(FilesSettings settings, Read read, int limit) {
        this.settings = settings;
        this.fields = read.fields();
        this.limit = limit;
    }

    List<ReadRecord> records() {
        return records;
    }

    List<Unreadable> unreadable() {
        return unreadable;
    }

    boolean isFull() {
        return records.size() + unreadable.size() >= limit;
    }

    /**
     * Where to continue in a file.
     *
     * @param end whether the file has been read to its end
     */
    record Progress(FilePosition position, boolean end) {}

    /**
     * Adds rows until the page is full or the file ends.
     *
     * @param name the file's name in messages
     */
    Progress add(FileChannel file, String name, FilePosition from) throws IOException {
        FileForm form = FileForm.of(name).orElse(FileForm.CSV);
        Encoding encoding = Encoding.of(file, settings.encoding());
        RawRows rows = new RawRows(file, encoding, form.hasQuotes(), FilePosition.START);
        Optional<List<String>> columns = form == FileForm.CSV ? header(rows, encoding, name) : Optional.of(List.of());
        if (columns.isEmpty()) {
            return new Progress(rows.position(), true);
        }
        if (from.offset() > rows.position().offset()) {
            rows = new RawRows(file, encoding, form.hasQuotes(), from);
        }
        return addRows(rows, new RowText(form, encoding, columns.get()), new FileRecords(settings, form, fields), name);
    }

    /** The columns of a CSV file; empty if it has no row, or if its first row is not a valid header. */
    private Optional<List<String>> header(RawRows rows, Encoding encoding, String name) throws IOException {
        Optional<Raw> first = rows.nextFilled();
        if (first.isEmpty()) {
            return Optional.empty();
        }
        try {
            List<String> columns = RowText.header(first.get(), encoding);
            requireKey(columns);
            return Optional.of(columns);
        } catch (UnreadableRowException e) {
            unreadable.add(unreadable(first.get(), name, e));
            return Optional.empty();
        }
    }

    private void requireKey(List<String> columns) throws UnreadableRowException {
        if (!columns.contains(settings.keyColumn())) {
            throw new UnreadableRowException(
                    "it names no column %s (its setting KEY_COLUMN), so that no row can be read"
                            .formatted(settings.keyColumn()));
        }
    }

    private Progress addRows(RawRows rows, RowText text, FileRecords conversion, String name) throws IOException {
        Optional<FilePosition> certain = Optional.empty();
        while (!isFull()) {
            Optional<Raw> next = rows.next();
            if (next.isEmpty()) {
                return new Progress(certain.orElse(rows.position()), true);
            }
            Raw raw = next.get();
            if (!raw.ended() && certain.isEmpty()) {
                certain = Optional.of(raw.from());
            }
            addRow(raw, text, conversion, name);
        }
        return new Progress(rows.position(), false);
    }

    private void addRow(Raw raw, RowText text, FileRecords conversion, String name) {
        if (raw.isBlank() && raw.problem().isEmpty()) {
            return;
        }
        try {
            records.add(conversion
                    .of(text.parse(raw))
                    .orElseThrow(() -> new UnreadableRowException("it has no " + settings.keyColumn())));
        } catch (UnreadableRowException e) {
            unreadable.add(unreadable(raw, name, e));
        }
    }

    private static Unreadable unreadable(Raw raw, String name, UnreadableRowException reason) {
        return new Unreadable(String.format(Locale.ROOT, "%s, line %d", name, raw.line()), reason.reason());
    }

    /** The columns of a file: those of the CSV header, or the fields of the first JSON object. */
    static List<String> columns(FileChannel file, String name, Charset otherwise) throws IOException {
        FileForm form = FileForm.of(name).orElse(FileForm.CSV);
        Encoding encoding = Encoding.of(file, otherwise);
        RawRows rows = new RawRows(file, encoding, form.hasQuotes(), FilePosition.START);
        try {
            Optional<Raw> first = rows.nextFilled();
            if (first.isEmpty()) {
                return List.of();
            }
            return form == FileForm.CSV
                    ? RowText.header(first.get(), encoding)
                    : List.copyOf(new RowText(form, encoding, List.of())
                            .parse(first.get())
                            .keySet());
        } catch (UnreadableRowException e) {
            return List.of();
        }
    }
}
