package io.recordsync.simulator.outreach;

import io.recordsync.simulator.edits.UserInterface;
import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.outreach.OutreachSchema.Type;
import io.recordsync.simulator.quota.AccountQuota;
import io.recordsync.simulator.quota.CallKind;
import io.recordsync.simulator.store.Arrival;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.store.StoredObject;
import io.recordsync.simulator.vendor.Vendor;
import io.recordsync.simulator.vendor.VendorContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Outreach's REST API at {@code /api/v2}, and its token endpoint. Sources: the vendor's OpenAPI file, its pages on
 * getting started, making requests and custom objects, and published clients; the assumptions are in this module's
 * README.
 */
final class OutreachVendor implements Vendor {

    private static final String MEDIA_TYPE = "application/vnd.api+json";
    private static final Duration MAINTENANCE = Duration.ofSeconds(5);

    private final CrmStore store;
    private final InstantSource clock;
    private final OutreachQuota quota;
    private final OutreachTokens tokens;
    private final OutreachRecords records;
    private final OutreachLists lists;
    private final BooleanSupplier silent;

    OutreachVendor(OutreachCredentials app, VendorContext context) {
        store = context.store();
        clock = context.clock();
        quota = new OutreachQuota(context.plan(), clock);
        tokens = new OutreachTokens(app, clock, context.random());
        records = new OutreachRecords(store, context.faults());
        lists = new OutreachLists(store, records);
        silent = context.silent();
    }

    @Override
    public CallKind kind(ApiRequest request) {
        if (request.startsWith("oauth", "token")) {
            return CallKind.TOKEN;
        }
        return isPublic(request) ? CallKind.PUBLIC : CallKind.API;
    }

    private static boolean isPublic(ApiRequest request) {
        return request.startsWith("api", "v2", "schema", "openapi.json");
    }

    @Override
    public AccountQuota account() {
        return quota;
    }

    @Override
    public Optional<ApiReply> unauthorized(ApiRequest request) {
        return tokens.isValid(request)
                ? Optional.empty()
                : Optional.of(OutreachReplies.error(OutreachRefusal.of(
                        401, "unauthorized", "Unauthorized", "The access token is missing, invalid or expired.")));
    }

    @Override
    public ApiReply perform(ApiRequest request, Arrival arrival) {
        try {
            return kind(request) == CallKind.TOKEN
                    ? tokens.answer(request)
                    : store.atomically(() -> route(request, arrival));
        } catch (OutreachRefusal e) {
            return OutreachReplies.error(e);
        } catch (JacksonException e) {
            return OutreachReplies.error(OutreachRefusal.query("The body is not JSON."));
        }
    }

    private ApiReply route(ApiRequest request, Arrival arrival) {
        requireMediaType(request);
        if (isPublic(request)) {
            return OutreachDescriptions.openApi();
        }
        if (request.startsWith("api", "v2", "types")) {
            return OutreachDescriptions.types();
        }
        Type type = type(request);
        String id = request.segment(3);
        return switch (request.method() + request.path().size()) {
            case "GET3" -> lists.list(type, request);
            case "POST3" -> create(type, request, arrival);
            case "GET4" -> get(type, id, request);
            case "PATCH4" -> update(type, id, request, arrival);
            case "DELETE4" -> delete(type, id, arrival);
            default -> throw OutreachRefusal.unknownPath();
        };
    }

    private static void requireMediaType(ApiRequest request) {
        String type = request.header("Content-Type").orElse("");
        if (!request.body().isEmpty() && !type.startsWith(MEDIA_TYPE)) {
            throw OutreachRefusal.of(
                    415,
                    "unsupportedMediaType",
                    "Unsupported Media Type",
                    "The Content-Type must be '%s'.".formatted(MEDIA_TYPE));
        }
    }

    private static Type type(ApiRequest request) {
        return Optional.of(request.segment(2))
                .filter(any -> request.startsWith("api", "v2"))
                .flatMap(OutreachSchema::type)
                .orElseThrow(OutreachRefusal::unknownPath);
    }

    private ApiReply create(Type type, ApiRequest request, Arrival arrival) {
        StoredObject created = records.create(type, data(request), arrival);
        return written(201, type, created, request);
    }

    private ApiReply get(Type type, String id, ApiRequest request) {
        ObjectNode body = Json.object();
        body.set(
                "data",
                OutreachReplies.resource(
                        type, records.find(type, id), OutreachLists.wanted(type, request), request.origin()));
        return OutreachReplies.json(200, body);
    }

    private ApiReply update(Type type, String id, ApiRequest request, Arrival arrival) {
        StoredObject updated = records.update(type, id, data(request), arrival);
        return written(200, type, updated, request);
    }

    private ApiReply written(int status, Type type, StoredObject object, ApiRequest request) {
        Set<String> shown = silent.getAsBoolean()
                ? Set.of(OutreachSchema.CREATED, OutreachSchema.UPDATED)
                : type.attributes().keySet();
        ObjectNode body = Json.object();
        body.set("data", OutreachReplies.resource(type, object, shown, request.origin()));
        return OutreachReplies.json(status, body);
    }

    private ApiReply delete(Type type, String id, Arrival arrival) {
        records.delete(type, id, arrival);
        return ApiReply.empty(204);
    }

    private static JsonNode data(ApiRequest request) {
        return Json.read(request.body()).path("data");
    }

    @Override
    public ApiReply outage() {
        return OutreachReplies.maintenance(clock.instant().plus(MAINTENANCE));
    }

    @Override
    public ApiReply serverError(RandomGenerator random) {
        return switch (random.nextInt(3)) {
            case 0 ->
                OutreachReplies.error(OutreachRefusal.of(
                        500, "internalServerError", "Internal Server Error", "Something went wrong."));
            case 1 -> ApiReply.html(502, "Bad Gateway");
            default -> ApiReply.html(504, "Gateway Time-out");
        };
    }

    /** Retry-After is in seconds, as published clients expect it. */
    @Override
    public ApiReply limitError(Duration retryAfter) {
        return OutreachReplies.limit(quota.plan().perWindow(), clock.instant().plus(retryAfter))
                .with("Retry-After", String.valueOf(retryAfter.toSeconds()));
    }

    @Override
    public void rotateSecret(String secret) {
        tokens.rotateSecret(secret);
    }

    @Override
    public void expireTokens() {
        tokens.expireAll();
    }

    @Override
    public Optional<UserInterface> userInterface() {
        return Optional.of(new UserInterface(
                "prospects", "custom2", "", (type, before, typed) -> OutreachSchema.typed(type, typed)));
    }

    @Override
    public void plainCreates(boolean on) {
        records.plainCreates(on);
    }
}
