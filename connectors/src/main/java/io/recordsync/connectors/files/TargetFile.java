package io.recordsync.connectors.files;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Refused;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Operation;
import io.recordsync.connectors.files.FilesSettings.Mode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/** The file to which the records or changes of one object are written. */
final class TargetFile {

    /** The first of the additional columns in a file of changes; a rule's field is unlikely to have such a name. */
    static final String OPERATION = "_operation";

    static final String TIME = "_time";

    private final FilesSettings settings;
    private final Path path;
    private final String object;
    private final InstantSource clock;
    private final GroupWriter writer = new GroupWriter();

    /** @param clock for the times of changes */
    TargetFile(FilesSettings settings, Path path, String object, InstantSource clock) {
        this.settings = settings;
        this.path = path;
        this.object = object;
        this.clock = clock;
    }

    /** @param patience how long to wait for other writers of the file */
    List<Outcome> write(List<Write> writes, Duration patience) {
        return writer.write(writes, patience, all -> writeTogether(all, patience));
    }

    private List<Outcome> writeTogether(List<Write> writes, Duration patience) {
        requireNoLink();
        try (FileGuard guard = FileGuard.take(path, object, patience)) {
            repair(guard);
            Rewrite file = Rewrite.of(path, settings.encoding());
            requireKnownColumn(file, writes);
            return settings.mode() == Mode.REPLACE ? replace(file, writes) : append(file, guard, writes);
        } catch (IOException e) {
            throw FilesErrors.io(FileNames.name(path), "write", e);
        }
    }

    /**
     * A symbolic link is refused: the rename would replace the link, and leave the file that it points to unchanged.
     */
    private void requireNoLink() {
        if (Files.isSymbolicLink(path)) {
            throw FilesErrors.reason(
                    ErrorKind.ACCOUNT_REFUSED,
                    "LINK",
                    ("The file %s is not written, because it is a symbolic link. Change the system's setting PATH to"
                                    + " the file that it points to.")
                            .formatted(FileNames.name(path)));
        }
    }

    /** A file without any column that is known is another one, or is of a form that was not understood. */
    private void requireKnownColumn(Rewrite file, List<Write> writes) {
        Collection<String> known = columns(List.of(OPERATION), writes);
        writes.forEach(write -> write.match().ifPresent(match -> known.add(match.field())));
        if (!file.columns().isEmpty() && file.columns().stream().noneMatch(known::contains)) {
            throw FilesErrors.unwritable(
                    FileNames.name(path),
                    "its first row names neither %s nor %s nor a column of the rule"
                            .formatted(settings.keyColumn(), settings.recordIdColumn()));
        }
    }

    private List<Outcome> replace(Rewrite file, List<Write> writes) throws IOException {
        RewritePlan plan = new RewritePlan(writes, settings, FileNames.name(path));
        SeenFile seen = file.visit(plan);
        List<Outcome> outcomes = plan.decide(file, seen, clock.instant());
        if (!plan.edits().isEmpty()) {
            plan.requireReadable();
            List<Write> widening =
                    good(writes, outcomes).stream().filter(plan::mayAddColumns).toList();
            file.apply(
                    plan.edits(),
                    columns(List.of(), widening),
                    Optional.of(seen).filter(any -> settings.isTwoWay()));
        }
        return outcomes;
    }

    private List<Outcome> append(Rewrite file, FileGuard guard, List<Write> writes) throws IOException {
        List<Outcome> outcomes = writes.stream()
                .map(write -> appended(write, file.form(), file.encoding()))
                .toList();
        List<Write> good = good(writes, outcomes);
        SequencedSet<String> columns = columns(List.of(OPERATION, TIME), good);
        if (good.isEmpty()) {
            return outcomes;
        }
        if (!file.hasColumns(columns) || !Files.exists(path)) {
            file.apply(new RowEdits(settings), columns, Optional.empty());
        }
        add(guard, lines(Rewrite.of(path, settings.encoding()), good));
        return outcomes;
    }

    private static Outcome appended(Write write, FileForm form, Encoding encoding) {
        try {
            RewritePlan.requireWritable(write, form, encoding);
            return new Written(Optional.of(write.recordId()), effect(write));
        } catch (ConnectorException e) {
            return new Refused(e);
        }
    }

    /** A file of changes does not show whether the record exists, so the effect follows from the write alone. */
    private static Effect effect(Write write) {
        if (write.operation() == Operation.DELETE) {
            return Effect.DELETED;
        }
        return write.externalId().isPresent() ? Effect.UPDATED : Effect.CREATED;
    }

    private byte[] lines(Rewrite file, List<Write> writes) {
        RowText text = new RowText(file.form(), file.encoding(), file.columns());
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        writes.forEach(write -> lines.writeBytes(text.bytes(line(write))));
        return lines.toByteArray();
    }

    private Map<String, @Nullable Object> line(Write write) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>(write.content());
        line.put(OPERATION, write.operation() == Operation.DELETE ? "delete" : "upsert");
        line.put(TIME, clock.instant().toString());
        line.put(settings.keyColumn(), write.recordId());
        line.put(settings.recordIdColumn(), write.recordId());
        return line;
    }

    /** Appends the lines as a whole. If not all of them can be written, the file is cut back to its length before. */
    private void add(FileGuard guard, byte[] lines) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long before = file.size();
            guard.begin(before);
            try {
                file.position(before);
                writeAll(file, lines);
                file.force(true);
            } catch (IOException e) {
                file.truncate(before);
                guard.end();
                throw e;
            }
            guard.end();
        }
    }

    private static void writeAll(FileChannel file, byte[] bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            file.write(rest);
        }
    }

    /** Removes the addition of a process that ended during it: it was never confirmed, and will be made again. */
    private void repair(FileGuard guard) throws IOException {
        OptionalLong before = guard.unfinished();
        if (before.isEmpty()) {
            return;
        }
        if (Files.exists(path)) {
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
                file.truncate(before.getAsLong());
                file.force(true);
            }
        }
        guard.end();
    }

    private SequencedSet<String> columns(Collection<String> first, List<Write> writes) {
        SequencedSet<String> columns = new LinkedHashSet<>(first);
        columns.add(settings.keyColumn());
        columns.add(settings.recordIdColumn());
        writes.forEach(write -> columns.addAll(write.content().keySet()));
        return columns;
    }

    private static List<Write> good(List<Write> writes, List<Outcome> outcomes) {
        List<Write> good = new ArrayList<>();
        for (int i = 0; i < writes.size(); i++) {
            if (outcomes.get(i) instanceof Written) {
                good.add(writes.get(i));
            }
        }
        return good;
    }
}
