package io.recordsync.connectors.pipedrive;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Capabilities;
import io.recordsync.connectors.Capabilities.BatchForm;
import io.recordsync.connectors.Capabilities.Feed;
import io.recordsync.connectors.Capabilities.Identity;
import io.recordsync.connectors.Capabilities.Reading;
import io.recordsync.connectors.Capabilities.Visibility;
import io.recordsync.connectors.Capabilities.Writing;
import io.recordsync.connectors.CheckReport;
import io.recordsync.connectors.Connector;
import io.recordsync.connectors.ObjectSchema;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.http.AccountIds;
import io.recordsync.connectors.http.VendorHttp;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** One Pipedrive company. */
public final class PipedriveConnector implements Connector {

    /** The kind's name. */
    public static final String KIND = "pipedrive";

    private static final Visibility VISIBILITY =
            new Visibility(PipedriveReads.MAX_FIND, PipedriveReads.LAG, PipedriveReads.RESOLUTION, true);

    private final PipedriveSettings settings;
    private final PipedriveApi api;
    private final PipedriveFields fields;
    private final PipedriveReads reads;
    private final PipedriveWrites writes;

    /**
     * @param ids keeps the id of the account
     * @param clock for the age of the cached list of fields
     */
    public PipedriveConnector(
            String system, PipedriveSettings settings, VendorHttp http, AccountIds ids, InstantSource clock) {
        this.settings = settings;
        this.api = new PipedriveApi(settings, http.of(system), ids, clock);
        this.fields = new PipedriveFields(api, settings.recordIdField(), clock);
        this.reads = new PipedriveReads(api, fields, settings.recordIdField());
        PipedriveLookUp lookUp = new PipedriveLookUp(api, settings.newestChecked());
        this.writes = new PipedriveWrites(api, fields, lookUp, settings.recordIdField());
    }

    @Override
    public String system() {
        return api.system();
    }

    /**
     * States that deletes cannot be read, because those of persons and organizations cannot; {@link #read} does return
     * those of deals.
     */
    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                PipedriveApi.VERSION,
                Writing.inBatches(PipedriveWrites.MAX_BATCH, BatchForm.ONE_BY_ONE, Identity.LOOK_UP),
                new Reading(Feed.TIME, false, PipedriveReads.MAX_PAGE, VISIBILITY),
                api.quota(),
                PipedriveErrors.LIMIT_WAIT);
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
    public List<ReadRecord> find(String object, List<String> names, List<String> externalIds, CallScope scope) {
        return reads.find(object, names, externalIds, scope);
    }

    @Override
    public ObjectSchema describe(String object, CallScope scope) {
        return fields.describe(object, scope);
    }

    @Override
    public CheckReport check(List<String> objects, CallScope scope) {
        return new PipedriveCheck(api, fields, settings.recordIdField()).check(objects, scope);
    }

    @Override
    public Duration clockAhead() {
        return api.clockAhead();
    }

    @Override
    public String recordUrl(String object, String externalId) {
        String pages = settings.baseUrl().toString().replace("//api.pipedrive.com", "//app.pipedrive.com");
        return "%s/%s/%s".formatted(pages, PipedriveObject.named(object).page(), externalId);
    }
}
