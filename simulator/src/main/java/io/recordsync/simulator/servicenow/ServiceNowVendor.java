package io.recordsync.simulator.servicenow;

import io.recordsync.simulator.edits.UserInterface;
import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.quota.AccountQuota;
import io.recordsync.simulator.quota.CallKind;
import io.recordsync.simulator.servicenow.ServiceNowSchema.Table;
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
 * ServiceNow's Table and Batch APIs, without a version and as v1 and v2. Sources: the vendor's REST API reference,
 * release Australia; the assumptions are in this module's README.
 */
public final class ServiceNowVendor implements Vendor {

    private final CrmStore store;
    private final ServiceNowTokens tokens;
    private final ServiceNowQuota quota;
    private final ServiceNowQueries queries;
    private final ServiceNowRecords records;
    private final BooleanSupplier silent;

    /** @param credentials the only user and client that are accepted */
    public ServiceNowVendor(ServiceNowCredentials credentials, VendorContext context) {
        store = context.store();
        tokens = new ServiceNowTokens(credentials, context.clock(), context.random());
        quota = new ServiceNowQuota(context.plan(), context.clock());
        ServiceNowTables tables = new ServiceNowTables(store);
        queries = new ServiceNowQueries(tables);
        records = new ServiceNowRecords(store, context.faults(), tables);
        silent = context.silent();
    }

    @Override
    public CallKind kind(ApiRequest request) {
        return request.startsWith("oauth_token.do") ? CallKind.TOKEN : CallKind.API;
    }

    @Override
    public AccountQuota account() {
        return quota;
    }

    @Override
    public Optional<ApiReply> unauthorized(ApiRequest request) {
        if (tokens.isValid(request)) {
            return Optional.empty();
        }
        ServiceNowRefusal refusal =
                new ServiceNowRefusal(401, "User Not Authenticated", "Required to provide Auth information");
        return Optional.of(ServiceNowReplies.error(refusal).with("WWW-Authenticate", "BASIC realm=\"Service-now\""));
    }

    @Override
    public ApiReply perform(ApiRequest request, Arrival arrival) {
        return kind(request) == CallKind.TOKEN
                ? tokens.answer(request)
                : store.atomically(() -> answer(request, arrival));
    }

    private ApiReply answer(ApiRequest request, Arrival arrival) {
        try {
            return route(request, arrival);
        } catch (ServiceNowRefusal e) {
            return ServiceNowReplies.error(e);
        } catch (JacksonException e) {
            return ServiceNowReplies.error(ServiceNowRefusal.noJson());
        }
    }

    private ApiReply route(ApiRequest request, Arrival arrival) {
        requireHeaders(request);
        List<String> path = apiPath(request);
        return switch (path.getFirst() + path.size()) {
            case "table2" -> table(request, named(path), arrival);
            case "table3" -> record(request, named(path), path.get(2), arrival);
            case "batch1" -> batch(request, arrival);
            default -> throw noResource();
        };
    }

    /**
     * The reference requires an {@code Accept} header with each call, and a {@code Content-Type} header with each body.
     */
    private static void requireHeaders(ApiRequest request) {
        if (request.header("Accept").isEmpty()) {
            throw new ServiceNowRefusal(400, "Bad Request", "The Accept header is missing");
        }
        boolean json = request.header("Content-Type").orElse("").startsWith("application/json");
        if (!request.body().isEmpty() && !json) {
            throw new ServiceNowRefusal(
                    415, "Unsupported media type", "The Content-Type must be application/json here");
        }
    }

    /** The path from the name of the API on, with or without a version. */
    private static List<String> apiPath(ApiRequest request) {
        List<String> path = request.pathFrom(isVersioned(request) ? 3 : 2);
        if (!request.startsWith("api", "now") || path.isEmpty()) {
            throw noResource();
        }
        return path;
    }

    private static boolean isVersioned(ApiRequest request) {
        return request.segment(2).matches("v[12]");
    }

    private static ServiceNowRefusal noResource() {
        return new ServiceNowRefusal(
                400, "Requested URI does not represent any resource", "The address is unknown to this simulator");
    }

    private static Table named(List<String> path) {
        return ServiceNowSchema.table(path.get(1)).orElseThrow(() -> ServiceNowRefusal.invalidTable(path.get(1)));
    }

    private ApiReply table(ApiRequest request, Table table, Arrival arrival) {
        return switch (request.method()) {
            case "GET" -> queries.list(table, request, request.segment(2).equals("v1"));
            case "POST" -> create(request, table, arrival);
            default -> throw ServiceNowRefusal.methodNotAllowed(request.method());
        };
    }

    private ApiReply create(ApiRequest request, Table table, Arrival arrival) {
        StoredObject created = records.create(table, Json.read(request.body()), arrival);
        ApiReply reply = written(table, created.id(), request, 201);
        return reply.with("Location", request.origin() + "/api/now/table/" + table.name() + "/" + created.id());
    }

    private ApiReply record(ApiRequest request, Table table, String id, Arrival arrival) {
        switch (request.method()) {
            case "GET" -> {
                return queries.one(table, id, request, 200);
            }
            case "PUT", "PATCH" -> records.update(table, id, Json.read(request.body()), arrival);
            case "DELETE" -> {
                records.delete(table, id, arrival);
                return ApiReply.empty(204);
            }
            default -> throw ServiceNowRefusal.methodNotAllowed(request.method());
        }
        return written(table, id, request, 200);
    }

    private ApiReply written(Table table, String id, ApiRequest request, int status) {
        if (request.header("X-no-response-body").orElse("").equals("true")) {
            return ApiReply.empty(status == 201 ? 201 : 204);
        }
        if (silent.getAsBoolean()) {
            ObjectNode body = Json.object();
            body.putObject("result").put(ServiceNowSchema.SYS_ID, id);
            return ApiReply.json(status, body);
        }
        return queries.one(table, id, request, status);
    }

    private ApiReply batch(ApiRequest request, Arrival arrival) {
        if (!request.method().equals("POST")) {
            throw ServiceNowRefusal.methodNotAllowed(request.method());
        }
        JsonNode body = Json.read(request.body());
        return new ServiceNowBatches(item -> answer(item, arrival)).answer(request, body);
    }

    @Override
    public ApiReply outage() {
        return ApiReply.html(503, "Service Unavailable");
    }

    @Override
    public ApiReply serverError(RandomGenerator random) {
        return switch (random.nextInt(3)) {
            case 0 -> ServiceNowReplies.error(new ServiceNowRefusal(500, "Internal server error", "Unexpected error"));
            case 1 -> ApiReply.html(502, "Bad Gateway");
            default -> outage();
        };
    }

    @Override
    public ApiReply limitError(Duration retryAfter) {
        return quota.overLimit(retryAfter);
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
                "customer_contact", "", "", (type, before, typed) -> ServiceNowSchema.typed(type, typed)));
    }

    @Override
    public void plainCreates(boolean on) {
        records.plainCreates(on);
    }
}
