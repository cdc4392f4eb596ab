package io.recordsync.connectors.servicenow;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Capabilities;
import io.recordsync.connectors.Capabilities.BatchForm;
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

/** One ServiceNow instance. An object is a table. */
public final class ServiceNowConnector implements Connector {

    /** The kind's name. */
    public static final String KIND = "servicenow";

    private static final Visibility VISIBILITY =
            new Visibility(ServiceNowReads.MAX_FIND, ServiceNowReads.LAG, ServiceNowReads.RESOLUTION, true);

    private final ServiceNowSettings settings;
    private final ServiceNowApi api;
    private final ServiceNowWrites writes;
    private final ServiceNowReads reads;
    private final ServiceNowFields fields;

    /** @param vault stores the token if an OAuth client is set */
    public ServiceNowConnector(
            String system, ServiceNowSettings settings, VendorHttp http, TokenVault vault, InstantSource clock) {
        this.settings = settings;
        this.api = new ServiceNowApi(settings, http.of(system), vault, clock);
        this.writes = new ServiceNowWrites(api);
        this.reads = new ServiceNowReads(api, clock);
        this.fields = new ServiceNowFields(api);
    }

    @Override
    public String system() {
        return api.system();
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                settings.apiVersion(),
                Writing.inBatches(ServiceNowWrites.MAX_BATCH, BatchForm.ONE_CALL, Identity.LOOK_UP),
                new Reading(Capabilities.Feed.KEYSET, true, ServiceNowReads.MAX_PAGE, VISIBILITY),
                api.quota(),
                ServiceNowErrors.LIMIT_WAIT);
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
        return new ServiceNowCheck(api, fields, scope).check(objects);
    }

    @Override
    public Duration clockAhead() {
        return api.clockAhead();
    }

    @Override
    public String recordUrl(String object, String externalId) {
        return "%s/%s.do?sys_id=%s".formatted(settings.baseUrl(), object, externalId);
    }
}
