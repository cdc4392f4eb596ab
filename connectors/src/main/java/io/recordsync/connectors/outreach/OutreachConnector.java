package io.recordsync.connectors.outreach;

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
import io.recordsync.connectors.http.TokenVault;
import io.recordsync.connectors.http.VendorHttp;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** The access of one Outreach user. */
public final class OutreachConnector implements Connector {

    /** The kind's name. */
    public static final String KIND = "outreach";

    private static final Visibility VISIBILITY =
            new Visibility(OutreachReads.MAX_FIND, OutreachCursor.LATE, OutreachReads.RESOLUTION, true);

    private final OutreachSettings settings;
    private final OutreachApi api;
    private final OutreachReads reads;
    private final OutreachWrites writes;
    private final OutreachFields fields;

    public OutreachConnector(
            String system, OutreachSettings settings, VendorHttp http, TokenVault vault, InstantSource clock) {
        this.settings = settings;
        this.api = new OutreachApi(settings, http.of(system), vault, clock);
        this.reads = new OutreachReads(api, clock);
        this.writes = new OutreachWrites(api);
        this.fields = new OutreachFields(api);
    }

    @Override
    public String system() {
        return api.system();
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                "v2",
                Writing.inBatches(OutreachWrites.MAX_BATCH, BatchForm.ONE_BY_ONE, Identity.MATCH),
                new Reading(Feed.KEYSET, false, OutreachReads.MAX_PAGE, VISIBILITY),
                api.quota(),
                OutreachErrors.LIMIT_WAIT);
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
        return new OutreachCheck(api, scope).check(objects);
    }

    @Override
    public Duration clockAhead() {
        return api.clockAhead();
    }

    @Override
    public String recordUrl(String object, String externalId) {
        String pages = settings.baseUrl().toString().replace("//api.outreach.io", "//web.outreach.io");
        return "%s/%s/%s".formatted(pages, object, externalId);
    }
}
