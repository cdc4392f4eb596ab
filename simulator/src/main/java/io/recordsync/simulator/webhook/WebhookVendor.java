package io.recordsync.simulator.webhook;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.quota.AccountQuota;
import io.recordsync.simulator.quota.CallKind;
import io.recordsync.simulator.store.Arrival;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.vendor.Vendor;
import io.recordsync.simulator.vendor.VendorContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Accepts {@code {"type":"contact.upserted","data":{"recordId":…,"fields":{…}}}}, signed, at {@code /hook}. A new
 * record is answered with 201, any other accepted message with 200, including a repeated one.
 */
public final class WebhookVendor implements Vendor {

    private final CrmStore store;
    private final InstantSource clock;
    private final WebhookQuota quota;
    private final WebhookRecords records;
    private volatile WebhookSignatures signatures;

    public WebhookVendor(String secret, VendorContext context) {
        signatures = new WebhookSignatures(secret);
        store = context.store();
        clock = context.clock();
        quota = new WebhookQuota(context.plan(), context.clock());
        records = new WebhookRecords(store, context.faults());
    }

    @Override
    public CallKind kind(ApiRequest request) {
        return CallKind.API;
    }

    @Override
    public AccountQuota account() {
        return quota;
    }

    /** A call without a message, which only checks whether the receiver answers, needs no signature. */
    @Override
    public Optional<ApiReply> unauthorized(ApiRequest request) {
        return !isMessage(request) || signatures.hold(request, clock.instant())
                ? Optional.empty()
                : Optional.of(WebhookReplies.error(
                        401, "The signature is not valid, or its time differs too much from now."));
    }

    @Override
    public ApiReply perform(ApiRequest request, Arrival arrival) {
        if (!request.path().equals(List.of("hook"))) {
            return WebhookReplies.error(404, "Not Found");
        }
        if (!isMessage(request)) {
            return WebhookReplies.error(405, "Method Not Allowed").with("Allow", "POST");
        }
        try {
            JsonNode message = Json.read(request.body());
            String id = request.header("webhook-id").orElse("");
            boolean created = store.atomically(() -> records.take(id, message, arrival));
            return ApiReply.empty(created ? 201 : 200);
        } catch (WebhookRefusal e) {
            return WebhookReplies.error(e);
        } catch (JacksonException e) {
            return WebhookReplies.error(400, "The body is not JSON.");
        }
    }

    private static boolean isMessage(ApiRequest request) {
        return request.method().equals("POST");
    }

    @Override
    public ApiReply outage() {
        return ApiReply.html(503, "Service Unavailable");
    }

    @Override
    public ApiReply serverError(RandomGenerator random) {
        return switch (random.nextInt(3)) {
            case 0 -> ApiReply.html(500, "Internal Server Error");
            case 1 -> ApiReply.html(502, "Bad Gateway");
            default -> ApiReply.html(504, "Gateway Timeout");
        };
    }

    @Override
    public ApiReply limitError(Duration retryAfter) {
        return WebhookReplies.overLimit(retryAfter);
    }

    @Override
    public void rotateSecret(String secret) {
        signatures = new WebhookSignatures(secret);
    }

    /** Does nothing: a signature expires only by its time. */
    @Override
    public void expireTokens() {}

    /** Does nothing: messages are not creates that could be repeated. */
    @Override
    public void plainCreates(boolean on) {}
}
