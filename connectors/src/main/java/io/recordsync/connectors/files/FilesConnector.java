package io.recordsync.connectors.files;

import io.recordsync.connectors.Batch;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Capabilities;
import io.recordsync.connectors.Capabilities.BatchForm;
import io.recordsync.connectors.Capabilities.Feed;
import io.recordsync.connectors.Capabilities.Identity;
import io.recordsync.connectors.Capabilities.Operation;
import io.recordsync.connectors.Capabilities.Reading;
import io.recordsync.connectors.Capabilities.Writing;
import io.recordsync.connectors.CheckReport;
import io.recordsync.connectors.Connector;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Quota;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.Schema;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.http.VendorHttp;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A set of files: the files of the path setting are written, those of the source setting are read. */
public final class FilesConnector implements Connector {

    /** The system's name. */
    public static final String SYSTEM = "files";

    /** In REPLACE mode each batch rewrites the whole file, so that a large batch costs as much as a single write. */
    private static final int LARGEST_BATCH = 1_000;

    private static final int LARGEST_PAGE = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LEAST = Duration.ofSeconds(1);

    private final FilesSettings settings;
    private final InstantSource clock;
    private final Optional<Source> source;
    private final Map<String, TargetFile> targets = new ConcurrentHashMap<>();

    /**
     * @param clock for the times of appended changes, and to decide whether a file was last changed long enough ago
     */
    public FilesConnector(FilesSettings settings, VendorHttp http, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.source = settings.source().map(text -> source(settings, text, http, clock));
    }

    private static Source source(FilesSettings settings, String text, VendorHttp http, InstantSource clock) {
        if (GitHubFile.isOne(text)) {
            return new GitHubSource(settings, text, http, clock);
        }
        return WebSource.isOne(text) ? new WebSource(settings, text, http) : new LocalSource(settings, text, clock);
    }

    @Override
    public String system() {
        return SYSTEM;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                "",
                new Writing(
                        settings.path().isPresent() ? EnumSet.allOf(Operation.class) : Set.of(),
                        LARGEST_BATCH,
                        BatchForm.ONE_CALL,
                        Identity.LOOK_UP,
                        OptionalInt.empty()),
                source.isPresent() ? new Reading(Feed.CURSOR, false, LARGEST_PAGE) : Reading.NONE,
                quota(),
                FilesErrors.LIMIT_WAIT);
    }

    @Override
    public Written write(Write write, CallScope scope) {
        return Batch.only(writeAll(List.of(write), scope));
    }

    /** The batch reaches the disk as a whole or not at all. A row that cannot be written is refused alone. */
    @Override
    public List<Outcome> writeAll(List<Write> writes, CallScope scope) {
        new Batch(writes, LARGEST_BATCH);
        return writes.isEmpty() ? List.of() : target(writes.getFirst().object()).write(writes, patience(scope));
    }

    @Override
    public Page read(Read read, CallScope scope) {
        if (read.feed() == Read.Feed.DELETES) {
            throw ConnectorException.unsupported(SYSTEM, "tell of deletes: a row that is gone leaves no trace");
        }
        return readable().read(new Read(read.feed(), read.object(), read.fields(), read.from(), most(read)), scope);
    }

    /**
     * The columns of the file that is read; otherwise those of the file that is written; otherwise those of the preset.
     */
    @Override
    public Schema describe(String object, CallScope scope) {
        List<String> columns = columns(object, scope);
        List<String> shown = columns.isEmpty() ? declared() : columns;
        return new Schema(
                object, !columns.isEmpty(), shown.stream().map(this::field).toList());
    }

    @Override
    public CheckReport check(List<String> objects, CallScope scope) {
        return new FilesCheck(settings, source).check(objects, scope);
    }

    /** Empty: files have no user interface. */
    @Override
    public String recordUrl(String object, String externalId) {
        return "";
    }

    @Override
    public void close() {
        source.ifPresent(Source::close);
    }

    private Quota quota() {
        return source.map(Source::quota)
                .orElseGet(() -> LocalSource.quota(settings.path().orElse("")));
    }

    private Source readable() {
        return source.orElseThrow(() -> ConnectorException.unsupported(SYSTEM, "be read: FILES_SOURCE is not set"));
    }

    private TargetFile target(String object) {
        String path = settings.path()
                .orElseThrow(() -> ConnectorException.unsupported(SYSTEM, "be written: FILES_PATH is not set"));
        return targets.computeIfAbsent(
                object, any -> new TargetFile(settings, FileNames.target(path, object), object, clock));
    }

    private Duration patience(CallScope scope) {
        Duration left = scope.deadline().left().minus(LEAST);
        Duration some = left.compareTo(PATIENCE) < 0 ? left : PATIENCE;
        return some.isNegative() ? Duration.ZERO : some;
    }

    private static int most(Read read) {
        return Math.min(read.most(), LARGEST_PAGE);
    }

    private List<String> columns(String object, CallScope scope) {
        try {
            return source.orElseGet(
                            () -> new LocalSource(settings, settings.path().orElse(""), clock))
                    .columns(object, scope);
        } catch (ConnectorException failure) {
            if (failure.code().equals("NO_FILE")) {
                return List.of();
            }
            throw failure;
        }
    }

    /** The columns that the preset writes. */
    private List<String> declared() {
        return List.of(
                settings.keyColumn(), settings.recordIdColumn(), "first_name", "last_name", "email", "phone", "type");
    }

    private Schema.Field field(String column) {
        return new Schema.Field(
                column,
                column,
                "any",
                false,
                settings.path().isPresent() && !column.equals(settings.keyColumn()),
                column.equals(settings.keyColumn()),
                OptionalInt.empty());
    }
}
