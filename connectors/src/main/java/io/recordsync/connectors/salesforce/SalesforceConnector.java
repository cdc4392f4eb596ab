package io.recordsync.connectors.salesforce;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Capabilities;
import io.recordsync.connectors.Capabilities.BatchForm;
import io.recordsync.connectors.Capabilities.Feed;
import io.recordsync.connectors.Capabilities.Identity;
import io.recordsync.connectors.Capabilities.Operation;
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
import io.recordsync.connectors.http.TokenVault;
import io.recordsync.connectors.http.VendorHttp;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;

/** One Salesforce org. */
public final class SalesforceConnector implements Connector {

    /** The kind's name. */
    public static final String KIND = "salesforce";

    /** The answer to a write contains no more than the id. SystemModstamp has seconds. */
    private static final Visibility VISIBILITY =
            new Visibility(SalesforceRows.MAX_FIND, SalesforceReads.LAG, Duration.ofSeconds(1), false);

    private final SalesforceSettings settings;
    private final SalesforceApi api;
    private final SalesforceRows rows;
    private final SalesforceReads reads;
    private final SalesforceWrites writes;
    private final SalesforceFields fields;

    /** @param ids keeps the id of the org */
    public SalesforceConnector(
            String system,
            SalesforceSettings settings,
            VendorHttp http,
            TokenVault vault,
            AccountIds ids,
            InstantSource clock) {
        this.settings = settings;
        this.api = new SalesforceApi(settings, new SalesforceSession(settings, http.of(system), vault, ids, clock));
        QueryApi queries = new QueryApi(api);
        this.rows = new SalesforceRows(api, queries);
        this.reads = new SalesforceReads(api, queries, rows);
        this.writes = new SalesforceWrites(api, queries, rows);
        this.fields = new SalesforceFields(api);
    }

    @Override
    public String system() {
        return api.system();
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                settings.apiVersion(),
                new Writing(
                        EnumSet.allOf(Operation.class),
                        SalesforceWrites.MAX_BATCH,
                        BatchForm.ONE_CALL,
                        Identity.UPSERT,
                        OptionalInt.of(SalesforceBulk.MIN_JOB)),
                new Reading(Feed.KEYSET, true, SalesforceReads.MAX_PAGE, VISIBILITY),
                api.quota(),
                SalesforceErrors.LIMIT_WAIT);
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
    public List<Outcome> writeJob(List<Write> all, CallScope scope) {
        return writes.writeJob(all, scope);
    }

    @Override
    public void endJob(String job, CallScope scope) {
        writes.endJob(job, scope);
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
        return new SalesforceCheck(api, fields, scope).check(objects);
    }

    @Override
    public Duration clockAhead() {
        return api.clockAhead();
    }

    @Override
    public String recordUrl(String object, String externalId) {
        String pages = settings.baseUrl().toString().replace(".my.salesforce.com", ".lightning.force.com");
        return "%s/lightning/r/%s/%s/view".formatted(pages, object, externalId);
    }
}
