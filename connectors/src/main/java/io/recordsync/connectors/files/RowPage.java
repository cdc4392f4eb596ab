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
        Optional<String> obstacle = FileHead.obstacle(file, encoding);
        if (obstacle.isPresent()) {
            unreadable.add(new Unreadable(name, obstacle.get()));
            return new Progress(FilePosition.START, true);
        }
        Optional<List<String>> columns = columns(rows, form, encoding, name);
        if (columns.isEmpty()) {
            return new Progress(rows.position(), true);
        }
        if (form == FileForm.JSON_LINES || from.offset() > rows.position().offset()) {
            rows = new RawRows(file, encoding, form.hasQuotes(), from);
        }
        return addRows(rows, new RowText(form, encoding, columns.get()), new FileRecords(settings, form, fields), name);
    }

    /** The columns of the file; empty if it has no row, or if its first row is not that of such a file. */
    private Optional<List<String>> columns(RawRows rows, FileForm form, Encoding encoding, String name)
            throws IOException {
        Optional<Raw> first = rows.nextFilled();
        if (first.isEmpty()) {
            return Optional.empty();
        }
        try {
            List<String> columns = RowText.columns(first.get(), form, encoding);
            if (form == FileForm.CSV) {
                requireKey(columns);
            }
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

    /**
     * The columns of a file: those of the CSV header, or the fields of the first JSON object.
     *
     * @throws io.recordsync.connectors.ConnectorException if the whole file cannot be read
     */
    static List<String> columns(FileChannel file, String name, Charset otherwise) throws IOException {
        FileForm form = FileForm.of(name).orElse(FileForm.CSV);
        Encoding encoding = Encoding.of(file, otherwise);
        Optional<String> obstacle = FileHead.obstacle(file, encoding);
        if (obstacle.isPresent()) {
            throw FilesErrors.unreadable(name, obstacle.get());
        }
        Optional<Raw> first = new RawRows(file, encoding, form.hasQuotes(), FilePosition.START).nextFilled();
        return first.isEmpty() ? List.of() : columns(first.get(), form, encoding, name);
    }

    private static List<String> columns(Raw first, FileForm form, Encoding encoding, String name) {
        try {
            List<String> columns = RowText.columns(first, form, encoding);
            return form == FileForm.CSV
                    ? columns.stream()
                            .filter(column -> !RowText.isUnnamed(column))
                            .toList()
                    : fields(first, encoding);
        } catch (UnreadableRowException e) {
            throw FilesErrors.unreadable(name, "its first row is not valid: " + e.reason());
        }
    }

    /** The fields of an object of JSON; none if the line cannot be read, which harms only itself. */
    private static List<String> fields(Raw raw, Encoding encoding) {
        try {
            return List.copyOf(new RowText(FileForm.JSON_LINES, encoding, List.of())
                    .parse(raw)
                    .keySet());
        } catch (UnreadableRowException e) {
            return List.of();
        }
    }
}
