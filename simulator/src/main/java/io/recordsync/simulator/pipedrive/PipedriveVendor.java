package io.recordsync.simulator.pipedrive;

import io.recordsync.simulator.edits.UserInterface;
import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.pipedrive.PipedriveSchema.Type;
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
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Pipedrive's API v2, at {@code /api/v2}. Sources: the vendor's OpenAPI file with the cost of each call, and its pages
 * on rate limits and status codes; the assumptions are in this module's README.
 */
public final class PipedriveVendor implements Vendor {

    private final int companyId;
    private final CrmStore store;
    private final PipedriveQuota quota;
    private final PipedriveRecords records;
    private final PipedriveLists lists;
    private final PipedriveSearch search;
    private final BooleanSupplier silent;
    private volatile String token;

    /** @param token the only API token that is accepted */
    public PipedriveVendor(String token, VendorContext context) {
        this.token = token;
        companyId = context.account();
        store = context.store();
        quota = new PipedriveQuota(context.plan(), context.clock());
        records = new PipedriveRecords(store, context.faults());
        lists = new PipedriveLists(store);
        search = new PipedriveSearch(store);
        silent = context.silent();
    }

    @Override
    public CallKind kind(ApiRequest request) {
        return isSearch(request) ? CallKind.SEARCH : CallKind.API;
    }

    @Override
    public AccountQuota account() {
        return quota;
    }

    @Override
    public Optional<ApiReply> unauthorized(ApiRequest request) {
        return request.header("x-api-token").orElse("").equals(token)
                ? Optional.empty()
                : Optional.of(PipedriveReplies.unauthorized());
    }

    @Override
    public ApiReply perform(ApiRequest request, Arrival arrival) {
        try {
            return store.atomically(() -> route(request, arrival));
        } catch (PipedriveRefusal e) {
            return PipedriveReplies.error(e);
        } catch (JacksonException e) {
            return PipedriveReplies.error(400, "Bad request");
        }
    }

    static boolean isSearch(ApiRequest request) {
        return request.method().equals("GET") && request.segment(3).equals("search");
    }

    static boolean isOfArchived(ApiRequest request) {
        return request.method().equals("GET")
                && request.segment(2).equals("deals")
                && request.segment(3).equals("archived");
    }

    private ApiReply route(ApiRequest request, Arrival arrival) {
        if (request.method().equals("GET") && request.startsWith("api", "v1", "users", "me")) {
            return PipedriveReplies.data(Json.object().put("id", 1).put("company_id", companyId));
        }
        if (!request.startsWith("api", "v2") || request.path().size() > 4) {
            throw PipedriveRefusal.of(404, "unknown method .");
        }
        String first = request.segment(2);
        Optional<Type> fields = PipedriveSchema.typeOfFields(first);
        if (fields.isPresent() && request.path().size() == 3) {
            return listed(fields.get(), request);
        }
        Type type = PipedriveSchema.type(first).orElseThrow(() -> PipedriveRefusal.of(404, "unknown method ."));
        if (isOfArchived(request)) {
            return lists.archived(type, request);
        }
        return request.path().size() == 3 ? many(type, request, arrival) : one(type, request, arrival);
    }

    private static ApiReply listed(Type type, ApiRequest request) {
        requireMethod(request.method().equals("GET"));
        List<JsonNode> fields = PipedriveReplies.fields(type).valueStream().toList();
        return PipedriveLists.slice(fields, request, data -> data);
    }

    private ApiReply many(Type type, ApiRequest request, Arrival arrival) {
        return switch (request.method()) {
            case "GET" -> lists.list(type, request);
            case "POST" -> written(type, records.create(type, body(request), arrival));
            default -> throw PipedriveRefusal.of(405, "Method not allowed");
        };
    }

    private ApiReply one(Type type, ApiRequest request, Arrival arrival) {
        String id = request.segment(3);
        return switch (request.method()) {
            case "GET" -> isSearch(request) ? search.search(type, request) : read(type, id, request);
            case "PATCH" -> written(type, records.update(type, id, body(request), arrival));
            case "DELETE" -> {
                StoredObject deleted = records.delete(type, id, arrival);
                yield PipedriveReplies.data(Json.object().put("id", Long.parseLong(deleted.id())));
            }
            default -> throw PipedriveRefusal.of(405, "Method not allowed");
        };
    }

    private ApiReply read(Type type, String id, ApiRequest request) {
        return PipedriveReplies.data(
                PipedriveReplies.object(type, records.find(type, id), PipedriveLists.customFields(request)));
    }

    private ApiReply written(Type type, StoredObject object) {
        if (silent.getAsBoolean()) {
            return PipedriveReplies.data(Json.object().put("id", Long.parseLong(object.id())));
        }
        return PipedriveReplies.data(PipedriveReplies.object(type, object, Set.of()));
    }

    private static JsonNode body(ApiRequest request) {
        return Json.read(request.body());
    }

    private static void requireMethod(boolean known) {
        if (!known) {
            throw PipedriveRefusal.of(405, "Method not allowed");
        }
    }

    @Override
    public ApiReply outage() {
        return PipedriveReplies.error(503, "Service unavailable");
    }

    @Override
    public ApiReply serverError(RandomGenerator random) {
        return switch (random.nextInt(3)) {
            case 0 -> PipedriveReplies.error(500, "Internal server error");
            case 1 -> ApiReply.html(502, "Bad Gateway");
            default -> PipedriveReplies.error(504, "Gateway timeout");
        };
    }

    /** The burst limit's error. It states the seconds in a header of its own, without {@code Retry-After}. */
    @Override
    public ApiReply limitError(Duration retryAfter) {
        return PipedriveQuota.overBurst(retryAfter);
    }

    @Override
    public void rotateSecret(String secret) {
        token = secret;
    }

    /** Does nothing: a personal API token does not expire. */
    @Override
    public void expireTokens() {}

    @Override
    public Optional<UserInterface> userInterface() {
        return Optional.of(new UserInterface("persons", "", "", PipedriveTyped::stored));
    }

    /** Does nothing: Pipedrive has no unique fields and no upsert in any case. */
    @Override
    public void plainCreates(boolean on) {}
}
