package io.recordsync.connectors.files;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.files.RawRows.Raw;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites a file of rows. The new file is written in the same folder, forced to disk, and then renamed atomically, so
 * that a crash leaves either the old file or the new one. Rows that are not changed are copied byte for byte, even
 * unreadable ones. A line over 1 MB cannot be copied, and the rewrite fails.
 */
final class Rewrite {

    private final Path path;
    private final FileForm form;
    private final Encoding encoding;
    private final List<String> columns;

    private Rewrite(Path path, FileForm form, Encoding encoding, List<String> columns) {
        this.path = path;
        this.form = form;
        this.encoding = encoding;
        this.columns = columns;
    }

    /** A rewrite of a file that exists or will be created. */
    static Rewrite of(Path path, Charset otherwise) throws IOException {
        FileForm form = FileForm.of(FileNames.name(path)).orElse(FileForm.CSV);
        if (!Files.exists(path)) {
            return new Rewrite(path, form, fresh(otherwise), List.of());
        }
        try (FileChannel file = FileChannel.open(path)) {
            Encoding encoding = Encoding.of(file, otherwise);
            return new Rewrite(path, form, encoding, columns(file, form, encoding, FileNames.name(path)));
        }
    }

    FileForm form() {
        return form;
    }

    Encoding encoding() {
        return encoding;
    }

    List<String> columns() {
        return columns;
    }

    /** Why no row of the file can have a key; empty if rows can. */
    Optional<ConnectorException> obstacle(FilesSettings settings) {
        return hasColumns(List.of(settings.keyColumn()))
                ? Optional.empty()
                : Optional.of(FilesErrors.unreadable(
                        FileNames.name(path),
                        "its first row names no column %s, or is missing".formatted(settings.keyColumn())));
    }

    boolean hasColumns(Collection<String> all) {
        return form == FileForm.JSON_LINES || columns.containsAll(all);
    }

    /** Receives the rows of a file. */
    interface Visitor {

        /** Receives a readable row. The index also counts the rows that cannot be read. */
        void see(long index, Map<String, @Nullable Object> row);

        /** Receives a row that cannot be read, unless it is blank. */
        void miss(Raw raw, Encoding encoding);
    }

    /** Returns the state of the file in which its rows were visited. */
    SeenFile visit(Visitor visitor) throws IOException {
        if (!Files.exists(path)) {
            return SeenFile.NONE;
        }
        try (FileChannel file = FileChannel.open(path)) {
            RawRows rows = rows(file);
            RowText text = new RowText(form, encoding, columns);
            boolean ended = true;
            long index = 0;
            for (Optional<Raw> raw = rows.next(); raw.isPresent(); raw = rows.next()) {
                visit(raw.get(), index++, text, visitor);
                ended = raw.get().ended();
            }
            return SeenFile.of(path, rows.position(), ended);
        }
    }

    private void visit(Raw raw, long index, RowText text, Visitor visitor) {
        Optional<Map<String, @Nullable Object>> row = parsed(text, raw);
        if (row.isPresent()) {
            visitor.see(index, row.get());
        } else if (!raw.isBlank() || raw.problem().isPresent()) {
            visitor.miss(raw, encoding);
        }
    }

    /** The row as a read shows it after it was written; empty if it could not be read. */
    Optional<Map<String, @Nullable Object>> asRead(Map<String, @Nullable Object> row) {
        RowText text = new RowText(form, encoding, all(row.keySet()));
        byte[] bytes = text.bytes(row);
        return parsed(text, new Raw(bytes, bytes.length - encoding.unit(), FilePosition.START, true, Optional.empty()));
    }

    /**
     * @param wanted the required columns; new ones are added at the end
     * @param decided the state of the file for which the edits were decided; empty if its state does not matter
     * @throws ConnectorException if the file is in another state; it is then left as it is
     */
    void apply(RowEdits edits, Collection<String> wanted, Optional<SeenFile> decided) throws IOException {
        Path next = FileNames.folder(path).resolve("." + FileNames.name(path) + ".new");
        try {
            FilePosition copied = write(next, edits, all(wanted));
            if (decided.isPresent() && !decided.get().isStill(path, copied)) {
                throw FilesErrors.writtenMeanwhile(FileNames.name(path));
            }
            keepPermissions(next);
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            sync(FileNames.folder(path));
        } finally {
            Files.deleteIfExists(next);
        }
    }

    /** Returns the end of the old file, which was copied up to there. */
    private FilePosition write(Path next, RowEdits edits, List<String> all) throws IOException {
        try (FileChannel file = FileChannel.open(
                        next,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(file), 1 << 16)) {
            RowText text = new RowText(form, encoding, all);
            out.write(encoding.mark() > 0 ? encoding.bytes("\uFEFF") : new byte[0]);
            out.write(text.header());
            FilePosition end = copy(out, edits, text);
            for (Map<String, @Nullable Object> row : edits.added()) {
                out.write(text.bytes(row));
            }
            out.flush();
            file.force(true);
            return end;
        }
    }

    private FilePosition copy(OutputStream out, RowEdits edits, RowText text) throws IOException {
        if (!Files.exists(path)) {
            return FilePosition.START;
        }
        try (FileChannel file = FileChannel.open(path)) {
            RawRows rows = rows(file);
            RowText old = new RowText(form, encoding, columns);
            long index = 0;
            for (Optional<Raw> raw = rows.next(); raw.isPresent(); raw = rows.next()) {
                Optional<RowEdits.Edit> edit = edits.of(index++);
                if (edit.isEmpty()) {
                    out.write(kept(raw.get(), old, text));
                } else if (edit.get() instanceof RowEdits.Edit.Replace replaced) {
                    out.write(text.bytes(replaced.row()));
                }
            }
            return rows.position();
        }
    }

    /** The row's bytes, with empty cells added for new columns, and with a line end. */
    private byte[] kept(Raw raw, RowText old, RowText text) {
        int missing = text.columns().size() - old.columns().size();
        boolean wider = missing > 0 && !raw.isBlank() && parsed(old, raw).isPresent();
        boolean ended = raw.bytes().length > raw.length();
        if (raw.bytes().length == 0) {
            throw tooLong(raw);
        }
        if (!wider && ended) {
            return raw.bytes();
        }
        byte[] end = encoding.bytes((wider ? ",".repeat(missing) : "") + "\n");
        byte[] kept = Arrays.copyOf(raw.bytes(), raw.length() + end.length);
        System.arraycopy(end, 0, kept, raw.length(), end.length);
        return kept;
    }

    private ConnectorException tooLong(Raw raw) {
        return FilesErrors.reason(
                ErrorKind.ACCOUNT_REFUSED,
                "UNREADABLE_FILE",
                String.format(
                        Locale.ROOT,
                        "Line %d of %s cannot be kept, because it is longer than 1 MB. Shorten the line, then retry.",
                        raw.line(),
                        FileNames.name(path)));
    }

    /** The rows of the file, after the header row of CSV. */
    private RawRows rows(FileChannel file) throws IOException {
        RawRows rows = new RawRows(file, encoding, form.hasQuotes(), FilePosition.START);
        if (form == FileForm.CSV) {
            rows.nextFilled();
        }
        return rows;
    }

    private List<String> all(Collection<String> wanted) {
        if (form == FileForm.JSON_LINES) {
            return List.of();
        }
        SequencedSet<String> all = new LinkedHashSet<>(columns);
        all.addAll(wanted);
        return new ArrayList<>(all);
    }

    private static Optional<Map<String, @Nullable Object>> parsed(RowText text, Raw raw) {
        try {
            return raw.isBlank() ? Optional.empty() : Optional.of(text.parse(raw));
        } catch (UnreadableRowException e) {
            return Optional.empty();
        }
    }

    private static List<String> columns(FileChannel file, FileForm form, Encoding encoding, String name)
            throws IOException {
        Optional<String> obstacle = FileHead.obstacle(file, encoding);
        if (obstacle.isPresent()) {
            throw FilesErrors.unwritable(name, obstacle.get());
        }
        Optional<Raw> first = new RawRows(file, encoding, form.hasQuotes(), FilePosition.START).nextFilled();
        try {
            return first.isEmpty() ? List.of() : RowText.columns(first.get(), form, encoding);
        } catch (UnreadableRowException e) {
            throw FilesErrors.unwritable(name, "its first row is not valid: " + e.reason());
        }
    }

    /** UTF-16 is recognised only by its byte order mark, so a new file gets one. */
    private static Encoding fresh(Charset charset) {
        Encoding encoding = Encoding.unmarked(charset);
        return encoding.unit() == 2 ? new Encoding(encoding.charset(), 2, 2) : encoding;
    }

    private void keepPermissions(Path next) throws IOException {
        PosixFileAttributeView old = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (old != null && Files.exists(path)) {
            Files.setPosixFilePermissions(next, old.readAttributes().permissions());
        }
    }

    /** Forces the folder to disk, so that the new name survives a power failure. */
    private static void sync(Path folder) throws IOException {
        if (!System.getProperty("os.name", "").startsWith("Windows")) {
            try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }
}
