package io.recordsync.connectors.servicenow;

import io.recordsync.connectors.Batch;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Capabilities;
import io.recordsync.connectors.Capabilities.BatchForm;
import io.recordsync.connectors.Capabilities.Identity;
import io.recordsync.connectors.Capabilities.Operation;
import io.recordsync.connectors.Capabilities.Reading;
import io.recordsync.connectors.Capabilities.Writing;
import io.recordsync.connectors.CheckReport;
import io.recordsync.connectors.Connector;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.Schema;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.http.TokenVault;
import io.recordsync.connectors.http.VendorHttp;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;

/**
 * One ServiceNow instance. An object is a table. Every record has our record id in a column of its own, by which it is
 * looked up before it is created.
 */
public final class ServiceNowConnector implements Connector {

    /** The system's name. */
    public static final String SYSTEM = "servicenow";

    /**
     * ServiceNow states no maximum, but stops a batch after 30 seconds, and business rules may take half a second per
     * record.
     */
    private static final int LARGEST_BATCH = 50;

    private final ServiceNowSettings settings;
    private final ServiceNowApi api;
    private final ServiceNowWrites writes;
    private final ServiceNowReads reads;
    private final ServiceNowDictionary dictionary;

    /** @param vault stores the token if an OAuth client is set */
    public ServiceNowConnector(ServiceNowSettings settings, VendorHttp http, TokenVault vault, InstantSource clock) {
        this.settings = settings;
        this.api = new ServiceNowApi(settings, http, vault, clock);
        this.writes = new ServiceNowWrites(api);
        this.reads = new ServiceNowReads(api, clock);
        this.dictionary = new ServiceNowDictionary(api);
    }

    @Override
    public String system() {
        return SYSTEM;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                settings.apiVersion(),
                new Writing(
                        EnumSet.allOf(Operation.class),
                        LARGEST_BATCH,
                        BatchForm.ONE_CALL,
                        Identity.LOOK_UP,
                        OptionalInt.empty()),
                new Reading(Capabilities.Feed.KEYSET, true, ServiceNowReads.LARGEST_PAGE),
                api.quota(),
                ServiceNowErrors.LIMIT_WAIT);
    }

    @Override
    public Written write(Write write, CallScope scope) {
        return writes.write(write, scope);
    }

    @Override
    public List<Outcome> writeAll(List<Write> all, CallScope scope) {
        Batch batch = new Batch(all, LARGEST_BATCH);
        batch.send(all, part -> writes.writeAll(part, scope));
        return batch.outcomes();
    }

    @Override
    public Page read(Read read, CallScope scope) {
        return reads.read(read, scope);
    }

    @Override
    public Schema describe(String object, CallScope scope) {
        return dictionary.describe(EncodedQuery.requireColumn(object), scope);
    }

    @Override
    public CheckReport check(List<String> objects, CallScope scope) {
        return new ServiceNowCheck(api, dictionary, scope).of(objects);
    }

    @Override
    public String recordUrl(String object, String externalId) {
        return "%s/%s.do?sys_id=%s".formatted(settings.baseUrl(), object, externalId);
    }

    /** Does nothing: the HTTP client is shared by all connectors. */
    @Override
    public void close() {}
}
