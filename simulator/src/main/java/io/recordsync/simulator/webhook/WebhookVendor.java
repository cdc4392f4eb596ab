package io.recordsync.simulator.webhook;

import io.recordsync.simulator.faults.Faults;
import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.quota.CallKind;
import io.recordsync.simulator.store.Arrival;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.store.StoredObject;
import io.recordsync.simulator.vendor.Admission;
import io.recordsync.simulator.vendor.Vendor;
import io.recordsync.simulator.vendor.VendorParts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Accepts {@code {"type":"contact.upserted","data":{"recordId":…,"fields":{…}}}}, signed, at {@code /hook}. A new
 * record is answered with 201, any other accepted message with 200, including a repeated one. Errors are problem
 * documents (RFC 9457).
 */
public final class WebhookVendor implements Vendor {

    static final String RECORD_ID = "recordId";
    static final String EMAIL = "email";

    private static final String UPSERTED = ".upserted";
    private static final String DELETED = ".deleted";

    private final CrmStore store;
    private final Faults faults;
    private final InstantSource clock;
    private final ReceiverQuota quota;
    private final Set<String> seen = new HashSet<>();
    private volatile Signatures signatures;

    public WebhookVendor(String secret, VendorParts parts) {
        signatures = new Signatures(secret);
        store = parts.store();
        faults = parts.faults();
        clock = parts.clock();
        quota = new ReceiverQuota(parts.plan(), parts.clock());
    }

    @Override
    public CallKind kind(ApiRequest request) {
        return CallKind.API;
    }

    /** A call without a message, which only checks whether the receiver answers, needs no signature. */
    @Override
    public Admission admit(ApiRequest request) {
        if (isMessage(request) && !signatures.hold(request, clock.instant())) {
            return new Admission.Unauthorized(problem(401, "The signature does not hold, or its time is not near."));
        }
        Optional<Duration> wait = quota.take();
        return wait.<Admission>map(time -> new Admission.OverQuota(limitError(time)))
                .orElseGet(() -> new Admission.Admitted(reply -> reply));
    }

    @Override
    public ApiReply perform(ApiRequest request, Arrival arrival) {
        if (!request.path().equals(List.of("hook"))) {
            return problem(404, "Not Found");
        }
        if (!isMessage(request)) {
            return problem(405, "Method Not Allowed").with("Allow", "POST");
        }
        try {
            JsonNode message = Json.read(request.body());
            String id = request.header("webhook-id").orElse("");
            return store.atomically(() -> seen.contains(id) ? taken(200) : take(id, message, arrival));
        } catch (JacksonException e) {
            return problem(400, "The body is no JSON.");
        }
    }

    private ApiReply take(String id, JsonNode message, Arrival arrival) {
        String type = message.path("type").asString("");
        String recordId = message.path("data").path(RECORD_ID).asString("");
        if (recordId.isEmpty() || !(type.endsWith(UPSERTED) || type.endsWith(DELETED))) {
            return problem(422, "A message needs a known type and a recordId.");
        }
        boolean upsert = type.endsWith(UPSERTED);
        String object = type.substring(0, type.length() - (upsert ? UPSERTED : DELETED).length());
        ApiReply reply =
                upsert ? upsert(object, fields(recordId, message), arrival) : delete(object, recordId, arrival);
        if (reply.status() < 300) {
            seen.add(id);
        }
        return reply;
    }

    private ApiReply upsert(String object, Map<String, String> fields, Arrival arrival) {
        Optional<StoredObject> known = known(object, fields.getOrDefault(RECORD_ID, ""));
        Optional<String> wrong = wrongField(fields);
        if (wrong.isPresent()) {
            store.refuse(object, known.orElse(null), fields, "HTTP_422", arrival);
            return invalid(wrong.get());
        }
        if (known.isPresent()) {
            store.update(known.get(), fields, arrival);
            return taken(200);
        }
        store.create(object, fields, arrival);
        return taken(201);
    }

    private ApiReply delete(String object, String recordId, Arrival arrival) {
        known(object, recordId).ifPresent(record -> store.delete(record, arrival));
        return taken(200);
    }

    private Optional<StoredObject> known(String object, String recordId) {
        return store.having(object, RECORD_ID, recordId).stream().findFirst();
    }

    private Optional<String> wrongField(Map<String, String> fields) {
        if (faults.refuses(fields.getOrDefault(RECORD_ID, ""))) {
            return Optional.of("type");
        }
        String email = fields.getOrDefault(EMAIL, "");
        return email.isEmpty() || email.contains("@") ? Optional.empty() : Optional.of(EMAIL);
    }

    private static Map<String, String> fields(String recordId, JsonNode message) {
        Map<String, String> fields = new LinkedHashMap<>();
        message.path("data")
                .path("fields")
                .properties()
                .forEach(field -> fields.put(field.getKey(), text(field.getValue())));
        fields.put(RECORD_ID, recordId);
        return fields;
    }

    private static String text(JsonNode value) {
        return value.isNull() ? "" : value.isValueNode() ? value.asString() : value.toString();
    }

    private static ApiReply taken(int status) {
        return ApiReply.empty(status);
    }

    private static ApiReply invalid(String field) {
        Map<String, Object> error = Map.of("detail", "is not as it must be", "pointer", "#/data/fields/" + field);
        return problem(Map.of("title", "Unprocessable Content", "status", 422, "errors", List.of(error)), 422);
    }

    private static ApiReply problem(int status, String title) {
        return problem(Map.of("title", title, "status", status), status);
    }

    private static ApiReply problem(Map<String, Object> body, int status) {
        return new ApiReply(status, "application/problem+json", Map.of(), Json.write(body));
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
        return problem(429, "Too Many Requests").with("Retry-After", String.valueOf(retryAfter.toSeconds()));
    }

    @Override
    public AccountPlan plan() {
        return quota.plan();
    }

    @Override
    public void plan(AccountPlan plan) {
        quota.plan(plan);
    }

    @Override
    public long usedToday() {
        return quota.usedToday();
    }

    @Override
    public void rotateSecret(String secret) {
        signatures = new Signatures(secret);
    }

    /** Does nothing: a signature expires only by its time. */
    @Override
    public void expireTokens() {}

    /** Does nothing: messages are not creates that could be repeated. */
    @Override
    public void plainCreates(boolean on) {}
}
