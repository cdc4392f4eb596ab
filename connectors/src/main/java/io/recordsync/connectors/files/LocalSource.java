package io.recordsync.connectors.files;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Quota;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.VendorAccount;
import io.recordsync.connectors.files.LocalCursor.State;
import io.recordsync.connectors.files.RowPage.Progress;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Files on this machine. A file that has not changed returns no rows, and one that has only grown returns the added
 * rows. After any other change all its rows are returned again.
 */
final class LocalSource implements Source {

    /**
     * File systems store times in steps. For twice the coarsest step, a second change may leave both size and time the
     * same.
     */
    static final Duration CALM = Duration.ofSeconds(5);

    private static final int BUFFER = 1 << 16;

    private final FilesSettings settings;
    private final String source;
    private final InstantSource clock;

    LocalSource(FilesSettings settings, String source, InstantSource clock) {
        this.settings = settings;
        this.source = source;
        this.clock = clock;
    }

    @Override
    public Quota quota() {
        return quota(source);
    }

    /** Files on this machine have no limit of calls. */
    static Quota quota(String position) {
        return new Quota(
                VendorAccount.ofUser(FilesConnector.KIND, URI.create("file://local"), position, Optional.empty())
                        .name(),
                List.of(),
                OptionalLong.empty());
    }

    @Override
    public Page read(Read read, CallScope scope) {
        LocalCursor from = LocalCursor.of(read.from());
        RowPage page = new RowPage(settings, read, read.limit());
        Map<String, State> states = new LinkedHashMap<>();
        boolean last = true;
        for (Path path : files(read.object())) {
            String key = LocalCursor.key(FileNames.name(path));
            @Nullable State before = from.files().get(key);
            boolean full = page.isFull();
            State state = full ? before : Source.open(path, file -> readOn(file, path, before, page));
            if (state != null) {
                states.put(key, state);
            }
            last = last && !full && state != null && state.done();
        }
        return new Page(page.records(), new LocalCursor(states).cursor(), last, page.unreadable());
    }

    @Override
    public List<String> columns(String object, CallScope scope) {
        List<Path> files = files(object).stream().filter(Files::exists).toList();
        if (files.isEmpty()) {
            throw FilesErrors.noFile("of " + object);
        }
        String name = FileNames.name(files.getLast());
        return Source.open(files.getLast(), file -> RowPage.columns(file, name, settings.encoding()));
    }

    private List<Path> files(String object) {
        try {
            List<Path> files = FileNames.sources(source, object);
            if (files.size() > FileNames.MAX_FILES) {
                throw ConnectorException.refused(
                        "TOO_MANY_FILES",
                        String.format(
                                Locale.ROOT,
                                "Its setting SOURCE matches %d files, but at most %d can be read. Make its pattern"
                                        + " narrower, or"
                                        + " move old files away.",
                                files.size(),
                                FileNames.MAX_FILES));
            }
            return files;
        } catch (IOException e) {
            throw FilesErrors.io("the folder of its setting SOURCE", "read", e);
        }
    }

    private State readOn(FileChannel file, Path path, @Nullable State before, RowPage page) throws IOException {
        BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
        long modified = nanos(now.lastModifiedTime().toInstant());
        boolean calm =
                now.lastModifiedTime().toInstant().isBefore(clock.instant().minus(CALM));
        Optional<FilePosition> from = from(file, before, now.size(), modified);
        if (from.isEmpty() && before != null) {
            return before;
        }
        Progress progress = page.add(file, FileNames.name(path), from.orElse(FilePosition.START));
        return new State(progress.position(), progress.end(), calm, now.size(), modified);
    }

    /** The position to start from; empty if there is nothing new. */
    private static Optional<FilePosition> from(FileChannel file, @Nullable State before, long size, long modified)
            throws IOException {
        if (before == null) {
            return Optional.of(FilePosition.START);
        }
        if (before.isSame(size, modified)) {
            return before.done() ? Optional.empty() : Optional.of(before.position());
        }
        return Optional.of(isPrefix(file, before.position()) ? before.position() : FilePosition.START);
    }

    /** Whether the bytes that were read before are unchanged. */
    private static boolean isPrefix(FileChannel file, FilePosition position) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        FilePosition reached = FilePosition.START;
        while (reached.offset() < position.offset()) {
            buffer.clear().limit((int) Math.min(BUFFER, position.offset() - reached.offset()));
            if (file.read(buffer, reached.offset()) <= 0) {
                return false;
            }
            reached = reached.after(buffer.array(), buffer.position(), 0);
        }
        return reached.hash() == position.hash();
    }

    private static long nanos(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
    }

    @Override
    public void close() {}
}
