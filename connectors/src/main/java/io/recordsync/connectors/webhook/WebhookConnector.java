package io.recordsync.connectors.webhook;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Capabilities;
import io.recordsync.connectors.Capabilities.BatchForm;
import io.recordsync.connectors.Capabilities.Identity;
import io.recordsync.connectors.Capabilities.Operation;
import io.recordsync.connectors.Capabilities.Reading;
import io.recordsync.connectors.Capabilities.Writing;
import io.recordsync.connectors.CheckReport;
import io.recordsync.connectors.Connector;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ObjectSchema;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.http.VendorHttp;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** One receiver of webhooks. It identifies a record by our record id, which is therefore also the external id. */
public final class WebhookConnector implements Connector {

    /** The kind's name. */
    public static final String KIND = "webhook";

    private final WebhookApi api;
    private final WebhookWrites writes;

    /** @param clock for the times of messages, which receivers compare with their own clock */
    public WebhookConnector(String system, WebhookSettings settings, VendorHttp http, InstantSource clock) {
        this.api = new WebhookApi(settings, http.of(system), clock);
        this.writes = new WebhookWrites(api);
    }

    @Override
    public String system() {
        return api.system();
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                "",
                new Writing(
                        EnumSet.of(Operation.CREATE, Operation.UPDATE, Operation.DELETE),
                        WebhookWrites.MAX_BATCH,
                        BatchForm.ONE_BY_ONE,
                        Identity.UPSERT,
                        OptionalInt.empty()),
                Reading.NONE,
                api.quota(),
                WebhookErrors.LIMIT_WAIT);
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
        throw ConnectorException.unsupported(system(), "be read, because a receiver only accepts messages");
    }

    /** The fields that the preset sends. A receiver does not describe its fields, and accepts any. */
    @Override
    public ObjectSchema describe(String object, CallScope scope) {
        return new ObjectSchema(
                object,
                false,
                Stream.of("first_name", "last_name", "email", "phone", "type")
                        .map(WebhookConnector::field)
                        .toList());
    }

    @Override
    public CheckReport check(List<String> objects, CallScope scope) {
        return new WebhookCheck(api).check(scope);
    }

    /** Empty: a receiver has no user interface. */
    @Override
    public String recordUrl(String object, String externalId) {
        return "";
    }

    private static ObjectSchema.Field field(String name) {
        return new ObjectSchema.Field(name, name, "any", false, true, false, OptionalInt.empty());
    }
}
