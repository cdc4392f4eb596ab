package io.recordsync.simulator.salesforce;

import io.recordsync.simulator.edits.UserInterface;
import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.quota.AccountQuota;
import io.recordsync.simulator.quota.CallKind;
import io.recordsync.simulator.salesforce.SalesforceSchema.Type;
import io.recordsync.simulator.store.Arrival;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.store.StoredObject;
import io.recordsync.simulator.vendor.Vendor;
import io.recordsync.simulator.vendor.VendorContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Salesforce's REST API, any version. Sources: the REST API developer guide (upsert, collections, query, status codes)
 * and the app limits cheat sheet; the assumptions are in this module's README.
 */
public final class SalesforceVendor implements Vendor {

    /** From this version on, the answer to an upsert that updates a record has a body. */
    private static final double UPSERT_BODY_SINCE = 46.0;

    private final CrmStore store;
    private final SalesforceQuota quota;
    private final SalesforceTokens tokens;
    private final SalesforceRecords records;
    private final SalesforceCollections collections;
    private final SalesforceQueries queries;
    private final SalesforceJobs jobs;
    private final SalesforceDeletes deletes;

    public SalesforceVendor(SalesforceCredentials credentials, VendorContext context) {
        store = context.store();
        quota = new SalesforceQuota(context.plan(), context.clock());
        tokens = new SalesforceTokens(credentials, context);
        records = new SalesforceRecords(store, context.faults());
        collections = new SalesforceCollections(records);
        queries = new SalesforceQueries(store);
        jobs = new SalesforceJobs(records, context.clock());
        deletes = new SalesforceDeletes(store, context.clock());
    }

    @Override
    public CallKind kind(ApiRequest request) {
        return request.startsWith("services", "oauth2") ? CallKind.TOKEN : CallKind.API;
    }

    @Override
    public AccountQuota account() {
        return quota;
    }

    @Override
    public Optional<ApiReply> unauthorized(ApiRequest request) {
        return tokens.isValid(request)
                ? Optional.empty()
                : Optional.of(SalesforceReplies.error(401, "INVALID_SESSION_ID", "Session expired or invalid"));
    }

    @Override
    public ApiReply perform(ApiRequest request, Arrival arrival) {
        if (request.startsWith("services", "oauth2", "token")) {
            return tokens.answer(request);
        }
        try {
            return store.atomically(() -> route(request, arrival));
        } catch (SalesforceRefusal e) {
            return SalesforceReplies.error(e);
        } catch (JacksonException e) {
            return SalesforceReplies.error(400, "JSON_PARSER_ERROR", "The HTTP entity body is not JSON.");
        }
    }

    private ApiReply route(ApiRequest request, Arrival arrival) {
        List<String> path = request.pathFrom(3);
        boolean known =
                request.startsWith("services", "data") && request.segment(2).matches("v\\d{2,3}\\.0");
        if (known && path.isEmpty()) {
            return ApiReply.json(200, resources(request));
        }
        if (!known || isOtherComposite(path)) {
            throw SalesforceRefusal.notFound();
        }
        return switch (path.getFirst() + path.size()) {
            case "limits1" -> quota.limits();
            case "sobjects1" -> SalesforceDescriptions.global(onlyBy("GET", request));
            case "sobjects2" -> create(request, type(path), arrival);
            case "sobjects3" -> ofObject(request, type(path), path.get(2), arrival);
            case "sobjects4" -> byExternalId(request, type(path), path.get(2), path.get(3), arrival);
            case "composite2" -> collection(request, arrival);
            case "composite4" -> upsertCollection(request, type(path.subList(1, 4)), path.get(3), arrival);
            case "query1" -> queries.query(onlyBy("GET", request));
            case "queryAll1" -> queries.queryAll(onlyBy("GET", request));
            case "query2" -> queries.more(path.get(1));
            case "jobs2", "jobs3", "jobs4" -> jobs.answer(request, path.subList(1, path.size()), arrival);
            default -> throw SalesforceRefusal.notFound();
        };
    }

    private static Map<String, String> resources(ApiRequest request) {
        String base = "/services/data/" + onlyBy("GET", request).segment(2) + "/";
        return Stream.of("sobjects", "query", "composite", "jobs", "limits")
                .collect(Collectors.toMap(Function.identity(), base::concat));
    }

    /** Of the composite resources, only the collections are simulated. */
    private static boolean isOtherComposite(List<String> path) {
        return path.getFirst().equals("composite")
                && (path.size() < 2 || !path.get(1).equals("sobjects"));
    }

    private ApiReply ofObject(ApiRequest request, Type type, String part, Arrival arrival) {
        return switch (part) {
            case "describe" -> SalesforceDescriptions.of(onlyBy("GET", request), type, records.hasExternalIds());
            case "deleted" -> deletes.answer(onlyBy("GET", request), type);
            default -> byId(request, type, part, arrival);
        };
    }

    private ApiReply create(ApiRequest request, Type type, Arrival arrival) {
        SalesforceRecords.Saved saved = records.create(type, body(onlyBy("POST", request)), arrival);
        return ApiReply.json(201, SalesforceReplies.deleted(saved.id()));
    }

    private ApiReply byId(ApiRequest request, Type type, String id, Arrival arrival) {
        switch (request.method()) {
            case "GET" -> {
                return queries.record(request, type, visible(type, id));
            }
            case "PATCH" -> records.update(type, id, body(request), arrival);
            case "DELETE" -> records.delete(type, visible(type, id).id(), arrival);
            default -> throw methodNotAllowed(request);
        }
        return ApiReply.empty(204);
    }

    private ApiReply byExternalId(ApiRequest request, Type type, String field, String value, Arrival arrival) {
        return switch (request.method()) {
            case "GET" -> queries.record(request, type, records.byExternalIdOrRefuse(type, field, value));
            case "PATCH" -> upsert(request, type, field, value, arrival);
            case "DELETE" -> {
                records.deleteByExternalId(type, field, value, arrival);
                yield ApiReply.empty(204);
            }
            default -> throw methodNotAllowed(request);
        };
    }

    private ApiReply upsert(ApiRequest request, Type type, String field, String value, Arrival arrival) {
        JsonNode body = body(request);
        List.of("Id", SalesforceSchema.EXTERNAL_ID).forEach(key -> requireAbsent(body, key));
        boolean updateOnly =
                request.parameter("updateOnly").map(Boolean::parseBoolean).orElse(false);
        SalesforceRecords.Saved saved = records.upsert(type, field, value, body, updateOnly, arrival);
        double version = Double.parseDouble(request.segment(2).substring(1));
        return !saved.created() && version < UPSERT_BODY_SINCE
                ? ApiReply.empty(204)
                : ApiReply.json(saved.created() ? 201 : 200, SalesforceReplies.saved(saved));
    }

    private static void requireAbsent(JsonNode body, String key) {
        if (body.has(key)) {
            throw new SalesforceRefusal(
                    400, "INVALID_FIELD", "The " + key + " field should not be specified in the sobject data.");
        }
    }

    private ApiReply collection(ApiRequest request, Arrival arrival) {
        return switch (request.method()) {
            case "POST" -> collections.create(body(request), arrival);
            case "PATCH" -> collections.update(body(request), arrival);
            case "DELETE" -> collections.delete(request, arrival);
            default -> throw methodNotAllowed(request);
        };
    }

    private ApiReply upsertCollection(ApiRequest request, Type type, String field, Arrival arrival) {
        return collections.upsert(type, field, body(onlyBy("PATCH", request)), arrival);
    }

    /** For a single read or delete, a deleted record is the same as one that never existed. */
    private StoredObject visible(Type type, String id) {
        return store.byId(type.name(), SalesforceSchema.longId(id)).orElseThrow(SalesforceRefusal::notFound);
    }

    private static Type type(List<String> path) {
        return SalesforceSchema.type(path.get(1)).orElseThrow(SalesforceRefusal::notFound);
    }

    private static JsonNode body(ApiRequest request) {
        return Json.read(request.body());
    }

    private static ApiRequest onlyBy(String method, ApiRequest request) {
        if (!request.method().equals(method)) {
            throw methodNotAllowed(request);
        }
        return request;
    }

    private static SalesforceRefusal methodNotAllowed(ApiRequest request) {
        return new SalesforceRefusal(
                405, "METHOD_NOT_ALLOWED", "HTTP Method '" + request.method() + "' not allowed here");
    }

    @Override
    public ApiReply outage() {
        return SalesforceReplies.error(503, "SERVER_UNAVAILABLE", "The server is unavailable.");
    }

    @Override
    public ApiReply serverError(RandomGenerator random) {
        return switch (random.nextInt(3)) {
            case 0 -> SalesforceReplies.error(500, "UNKNOWN_EXCEPTION", "An unexpected error occurred.");
            case 1 -> ApiReply.html(502, "Bad Gateway");
            default -> outage();
        };
    }

    /**
     * Salesforce uses neither 429 nor {@code Retry-After}: too many long calls at once are answered with the daily
     * limit's code.
     */
    @Override
    public ApiReply limitError(Duration retryAfter) {
        return SalesforceReplies.error(403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentPerOrgLongTxn Limit exceeded.");
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
                "Contact", "Status__c", "", (type, before, typed) -> SalesforceSchema.typed(type, typed)));
    }

    @Override
    public void plainCreates(boolean on) {
        records.plainCreates(on);
    }
}
