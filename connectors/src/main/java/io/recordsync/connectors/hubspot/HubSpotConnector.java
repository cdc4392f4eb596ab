package io.recordsync.connectors.hubspot;

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
import java.util.Map;

/** One HubSpot account. */
public final class HubSpotConnector implements Connector {

    /** The kind's name. */
    public static final String KIND = "hubspot";

    /** HubSpot's type numbers of the objects that have pages in its user interface. */
    private static final Map<String, String> PAGES =
            Map.of("contacts", "0-1", "companies", "0-2", "deals", "0-3", "tickets", "0-5");

    /** The answer to a write has the properties of the row. Times have milliseconds. */
    private static final Visibility VISIBILITY =
            new Visibility(HubSpotRows.MAX_FIND, HubSpotReads.LAG, Duration.ofMillis(1), true);

    private final HubSpotSettings settings;
    private final HubSpotApi api;
    private final HubSpotRows rows;
    private final HubSpotReads reads;
    private final HubSpotWrites writes;
    private final HubSpotFields fields;

    /**
     * @param ids keeps the id of the account
     * @param clock for the time to which reads step back
     */
    public HubSpotConnector(
            String system, HubSpotSettings settings, VendorHttp http, AccountIds ids, InstantSource clock) {
        this.settings = settings;
        this.api = new HubSpotApi(settings, http.of(system), ids, clock);
        this.rows = new HubSpotRows(api);
        this.reads = new HubSpotReads(api, rows);
        this.writes = new HubSpotWrites(api, rows);
        this.fields = new HubSpotFields(api);
    }

    @Override
    public String system() {
        return api.system();
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                settings.apiVersion(),
                Writing.inBatches(HubSpotWrites.MAX_BATCH, BatchForm.ONE_CALL, Identity.UPSERT),
                new Reading(Feed.KEYSET, true, HubSpotReads.MAX_PAGE, VISIBILITY),
                api.quota(),
                HubSpotErrors.LIMIT_WAIT);
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
        return rows.byIds(object, names, externalIds, scope);
    }

    @Override
    public ObjectSchema describe(String object, CallScope scope) {
        return fields.describe(object, scope);
    }

    @Override
    public CheckReport check(List<String> objects, CallScope scope) {
        return new HubSpotCheck(api, fields, scope).check(objects);
    }

    @Override
    public Duration clockAhead() {
        return api.clockAhead();
    }

    @Override
    public String recordUrl(String object, String externalId) {
        String pages = settings.baseUrl().toString().replace("//api.hubapi.com", "//app.hubspot.com");
        String page = PAGES.getOrDefault(object, object);
        return settings.portalId()
                .map(portal -> "%s/contacts/%s/record/%s/%s".formatted(pages, portal, page, externalId))
                .orElse(pages);
    }
}
