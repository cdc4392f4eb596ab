package io.recordsync.connectors.webhook;

import io.recordsync.connectors.Batch;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Capabilities;
import io.recordsync.connectors.Capabilities.BatchForm;
import io.recordsync.connectors.Capabilities.Identity;
import io.recordsync.connectors.Capabilities.Operation;
import io.recordsync.connectors.Capabilities.Reading;
import io.recordsync.connectors.Capabilities.Writing;
import io.recordsync.connectors.CheckReport;
import io.recordsync.connectors.CheckReport.Finding;
import io.recordsync.connectors.Connector;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.Schema;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.http.VendorHttp;
import io.recordsync.connectors.http.VendorResponse;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** One receiver of webhooks. It identifies a record by our record id, which is therefore also the external id. */
public final class WebhookConnector implements Connector {

    /** The system's name. */
    public static final String SYSTEM = "webhook";

    private static final int LARGEST_BATCH = 20;
    private static final int CREATED = 201;

    private final WebhookApi api;

    /** @param clock for the times of messages, which receivers compare with their own clock */
    public WebhookConnector(WebhookSettings settings, VendorHttp http, InstantSource clock) {
        this.api = new WebhookApi(settings, http, clock);
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
                        EnumSet.of(Operation.CREATE, Operation.UPDATE, Operation.DELETE),
                        LARGEST_BATCH,
                        BatchForm.ONE_BY_ONE,
                        Identity.UPSERT,
                        OptionalInt.empty()),
                Reading.NONE,
                api.quota(),
                WebhookErrors.LIMIT_WAIT);
    }

    /** Any 2xx is a success. A receiver need not say what it did; only 201 says that the record was new. */
    @Override
    public Written write(Write write, CallScope scope) {
        VendorResponse response = api.post(write, scope);
        if (!response.succeeded()) {
            throw WebhookErrors.reason(response, write.toString());
        }
        return new Written(Optional.of(write.recordId()), effect(write, response));
    }

    @Override
    public List<Outcome> writeAll(List<Write> writes, CallScope scope) {
        return Batch.oneByOne(writes, LARGEST_BATCH, write -> write(write, scope));
    }

    @Override
    public Page read(Read read, CallScope scope) {
        throw ConnectorException.unsupported(SYSTEM, "be read: a receiver takes messages and gives none");
    }

    /** The fields that the preset sends. A receiver does not describe its fields, and accepts any. */
    @Override
    public Schema describe(String object, CallScope scope) {
        return new Schema(
                object,
                false,
                Stream.of("first_name", "last_name", "email", "phone", "type")
                        .map(WebhookConnector::field)
                        .toList());
    }

    /** Sends no message, because a receiver would take an invented record for a real one. */
    @Override
    public CheckReport check(List<String> objects, CallScope scope) {
        try {
            int status = api.head(scope).status();
            return new CheckReport(
                    List.of(
                            new Finding(
                                    "connection",
                                    true,
                                    "The receiver's name resolves to an address that is allowed, and it answers (HTTP %d)."
                                            .formatted(status)),
                            new Finding(
                                    "credentials",
                                    true,
                                    "Not tried: only a real message shows whether the receiver takes our signature, and a made-up record was not sent.")));
        } catch (ConnectorException failure) {
            return new CheckReport(List.of(new Finding("connection", false, step(failure))));
        }
    }

    /** Empty: a receiver has no user interface. */
    @Override
    public String recordUrl(String object, String externalId) {
        return "";
    }

    /** Does nothing: the HTTP client is shared by all connectors. */
    @Override
    public void close() {}

    private static Effect effect(Write write, VendorResponse response) {
        if (write.operation() == Write.Operation.DELETE) {
            return Effect.DELETED;
        }
        return response.status() == CREATED ? Effect.CREATED : Effect.UPDATED;
    }

    private static String step(ConnectorException failure) {
        return failure.code().equals("PRIVATE_ADDRESS")
                ? "The receiver's address is a private one. If it is yours, set WEBHOOK_ALLOW_PRIVATE=true; else correct WEBHOOK_URL."
                : failure.getMessage() + " Check WEBHOOK_URL.";
    }

    private static Schema.Field field(String name) {
        return new Schema.Field(name, name, "any", false, true, false, OptionalInt.empty());
    }
}
