package io.recordsync.simulator.hubspot;

import io.recordsync.simulator.edits.UserInterface;
import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.hubspot.HubSpotSchema.Type;
import io.recordsync.simulator.quota.AccountQuota;
import io.recordsync.simulator.quota.CallKind;
import io.recordsync.simulator.store.Arrival;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.store.StoredObject;
import io.recordsync.simulator.vendor.Vendor;
import io.recordsync.simulator.vendor.VendorContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * HubSpot's CRM objects API, at {@code /crm/v3/objects} and at the date-based {@code /crm/objects/2026-03}. Sources:
 * the vendor's OpenAPI files, and the contacts, search and usage guides; the assumptions are in this module's README.
 */
public final class HubSpotVendor implements Vendor {

    private static final String NO_CREDENTIALS =
            "Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more "
                    + "details at https://developers.hubspot.com/docs/methods/auth/oauth-overview";

    private final int portalId;
    private final CrmStore store;
    private final HubSpotQuota quota;
    private final HubSpotReplies replies;
    private final HubSpotRecords records;
    private final HubSpotBatches batches;
    private final HubSpotSearch search;
    private final BooleanSupplier silent;
    private volatile String token;

    /** @param token the only bearer token that is accepted */
    public HubSpotVendor(String token, VendorContext context) {
        this.token = token;
        portalId = context.account();
        store = context.store();
        replies = new HubSpotReplies(context.random());
        quota = new HubSpotQuota(context.plan(), context.clock(), replies);
        records = new HubSpotRecords(store, context.faults());
        batches = new HubSpotBatches(records, context);
        search = new HubSpotSearch(store);
        silent = context.silent();
    }

    @Override
    public CallKind kind(ApiRequest request) {
        return isSearch(request) ? CallKind.SEARCH : CallKind.API;
    }

    static boolean isSearch(ApiRequest request) {
        return request.method().equals("POST")
                && !request.path().isEmpty()
                && request.path().getLast().equals("search");
    }

    @Override
    public AccountQuota account() {
        return quota;
    }

    @Override
    public Optional<ApiReply> unauthorized(ApiRequest request) {
        return request.header("Authorization").orElse("").equals("Bearer " + token)
                ? Optional.empty()
                : Optional.of(replies.error(HubSpotRefusal.of(401, "INVALID_AUTHENTICATION", NO_CREDENTIALS)));
    }

    @Override
    public ApiReply perform(ApiRequest request, Arrival arrival) {
        try {
            return store.atomically(() -> route(request, arrival));
        } catch (HubSpotRefusal e) {
            return replies.error(e);
        } catch (JacksonException e) {
            return replies.error(HubSpotRefusal.of(400, "", "Invalid input JSON"));
        }
    }

    private ApiReply route(ApiRequest request, Arrival arrival) {
        if (request.method().equals("GET") && request.startsWith("account-info", "v3", "details")) {
            return ApiReply.json(200, Json.object().put("portalId", portalId).put("accountType", "STANDARD"));
        }
        List<String> path = pathFrom(request, "properties");
        if (!path.isEmpty()) {
            return HubSpotProperties.answer(request, type(path), path, records.hasUniqueProperties());
        }
        return ofObjects(request, arrival);
    }

    private ApiReply ofObjects(ApiRequest request, Arrival arrival) {
        List<String> path = pathFrom(request, "objects");
        if (path.isEmpty()) {
            throw HubSpotRefusal.of(404, "", "resource not found");
        }
        Type type = type(path);
        return switch (request.method() + path.size()) {
            case "GET1" -> search.list(type, request);
            case "POST1" -> create(type, request, arrival);
            case "POST2" -> search(type, path.get(1), request);
            case "POST3" -> batch(type, path, request, arrival);
            case "GET2" -> get(type, path.get(1), request);
            case "PATCH2" -> update(type, path.get(1), request, arrival);
            case "DELETE2" -> archive(type, path.get(1), arrival);
            default -> throw HubSpotRefusal.of(405, "", "Method Not Allowed");
        };
    }

    private static Type type(List<String> path) {
        return HubSpotSchema.type(path.getFirst())
                .orElseThrow(() -> HubSpotRefusal.badRequest("Unable to infer object type from: " + path.getFirst()));
    }

    /** The path from the object type on, for either form of version; empty for another part of the API. */
    private static List<String> pathFrom(ApiRequest request, String part) {
        boolean numbered = request.startsWith("crm", "v3", part);
        boolean dated = request.startsWith("crm", part) && request.segment(2).matches("\\d{4}-\\d{2}");
        return numbered || dated ? request.pathFrom(3) : List.of();
    }

    private ApiReply create(Type type, ApiRequest request, Arrival arrival) {
        JsonNode properties = body(request).path("properties");
        StoredObject created = records.apply(records.toCreate(type, properties), arrival);
        return ApiReply.json(201, written(type, created))
                .with("Location", request.origin() + "/crm/v3/objects/" + type.name() + "/" + created.id());
    }

    private ApiReply search(Type type, String last, ApiRequest request) {
        if (!last.equals("search")) {
            throw HubSpotRefusal.of(405, "", "Method Not Allowed");
        }
        return search.search(type, request);
    }

    private ApiReply batch(Type type, List<String> path, ApiRequest request, Arrival arrival) {
        String operation = path.get(1).equals("batch") ? path.get(2) : "";
        JsonNode body = body(request);
        return switch (operation) {
            case "create" -> batches.create(type, body, arrival);
            case "read" -> batches.read(type, body);
            case "update" -> batches.update(type, body, arrival);
            case "upsert" -> batches.upsert(type, body, arrival);
            case "archive" -> batches.archive(type, body, arrival);
            default -> throw HubSpotRefusal.of(404, "", "resource not found");
        };
    }

    private ApiReply get(Type type, String id, ApiRequest request) {
        StoredObject found = records.find(type, id, idProperty(request));
        return ApiReply.json(200, HubSpotReplies.read(type, found, HubSpotReplies.asked(request)));
    }

    private ApiReply update(Type type, String id, ApiRequest request, Arrival arrival) {
        JsonNode properties = body(request).path("properties");
        StoredObject updated = records.apply(records.toUpdate(type, id, idProperty(request), properties), arrival);
        return ApiReply.json(200, written(type, updated));
    }

    private ObjectNode written(Type type, StoredObject object) {
        return HubSpotReplies.written(type, object, silent.getAsBoolean());
    }

    private ApiReply archive(Type type, String id, Arrival arrival) {
        records.archive(type, id, arrival);
        return ApiReply.empty(204);
    }

    private static String idProperty(ApiRequest request) {
        return request.parameter("idProperty").orElse("");
    }

    private static JsonNode body(ApiRequest request) {
        return Json.read(request.body());
    }

    @Override
    public ApiReply outage() {
        return replies.error(HubSpotRefusal.of(503, "", "Service Unavailable"));
    }

    @Override
    public ApiReply serverError(RandomGenerator random) {
        return switch (random.nextInt(3)) {
            case 0 -> replies.error(HubSpotRefusal.of(500, "", "internal error"));
            case 1 -> ApiReply.html(502, "Bad Gateway");
            default -> replies.error(HubSpotRefusal.of(504, "", "gateway timeout"));
        };
    }

    @Override
    public ApiReply limitError(Duration retryAfter) {
        return replies.limit(HubSpotQuota.TEN_SECONDS).with("Retry-After", String.valueOf(retryAfter.toSeconds()));
    }

    @Override
    public void rotateSecret(String secret) {
        token = secret;
    }

    /** Does nothing: static tokens do not expire. */
    @Override
    public void expireTokens() {}

    @Override
    public Optional<UserInterface> userInterface() {
        return Optional.of(new UserInterface(
                "contacts",
                "hs_lead_status",
                HubSpotSchema.MERGED_IDS,
                (type, before, typed) -> HubSpotSchema.typed(type, typed)));
    }

    @Override
    public void plainCreates(boolean on) {
        records.plainCreates(on);
    }
}
