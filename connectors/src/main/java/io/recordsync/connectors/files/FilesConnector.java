package io.recordsync.connectors.files;

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
import io.recordsync.connectors.ObjectSchema;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.http.VendorHttp;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** A set of files: the files of the path setting are written, those of the source setting are read. */
public final class FilesConnector implements Connector {

    /** The kind's name. */
    public static final String KIND = "files";

    private final String system;
    private final FilesSettings settings;
    private final Optional<Source> source;
    private final FilesReads reads;
    private final FilesWrites writes;
    private final FilesFields fields;

    /**
     * @param clock for the times of appended changes, and to decide whether a file was last changed long enough ago
     */
    public FilesConnector(String system, FilesSettings settings, VendorHttp http, InstantSource clock) {
        this.system = system;
        this.settings = settings;
        this.source = settings.source().map(text -> Source.of(settings, text, http.of(system), clock));
        this.reads = new FilesReads(system, settings, source, clock);
        this.writes = new FilesWrites(system, settings, clock);
        Source described =
                source.orElseGet(() -> new LocalSource(settings, settings.path().orElse(""), clock));
        this.fields = new FilesFields(settings, described);
    }

    @Override
    public String system() {
        return system;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                "",
                new Writing(
                        settings.path().isPresent() ? EnumSet.allOf(Operation.class) : Set.of(),
                        FilesWrites.MAX_BATCH,
                        BatchForm.ONE_CALL,
                        Identity.LOOK_UP,
                        OptionalInt.empty()),
                source.isPresent()
                        ? new Reading(Feed.CURSOR, false, FilesReads.MAX_PAGE, reads.visibility())
                        : Reading.NONE,
                reads.quota(),
                FilesErrors.LIMIT_WAIT);
    }

    @Override
    public Outcome write(Write write, CallScope scope) {
        return writes.write(write, scope);
    }

    @Override
    public List<Outcome> writeAll(List<Write> all, CallScope scope) {
        return writes.writeAll(all, scope);
    }

    @Override
    public Page read(Read read, CallScope scope) {
        return reads.read(read, scope);
    }

    @Override
    public List<ReadRecord> find(String object, List<String> fields, List<String> externalIds, CallScope scope) {
        return reads.find(object, fields, externalIds);
    }

    @Override
    public ObjectSchema describe(String object, CallScope scope) {
        return fields.describe(object, scope);
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
}
