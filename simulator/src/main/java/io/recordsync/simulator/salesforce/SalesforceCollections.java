package io.recordsync.simulator.salesforce;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.salesforce.SalesforceSchema.Type;
import io.recordsync.simulator.store.Arrival;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** sObject Collections: up to 200 records in one call, each with its own result, in the order of the request. */
final class SalesforceCollections {

    private static final int MAX_RECORDS = 200;

    private final SalesforceRecords records;

    SalesforceCollections(SalesforceRecords records) {
        this.records = records;
    }

    ApiReply upsert(Type type, String field, JsonNode body, Arrival arrival) {
        List<JsonNode> rows = rows(body);
        if (allOrNone(body) && rows.stream().anyMatch(row -> isRefused(type, field, row))) {
            return rolledBack(
                    rows.stream().map(row -> refusal(type, field, row)).toList());
        }
        Set<String> seen = new HashSet<>();
        return results(rows, row -> upsert(type, field, row, seen, arrival));
    }

    ApiReply create(JsonNode body, Arrival arrival) {
        return results(
                rows(body),
                row -> SalesforceReplies.deleted(
                        records.create(typeOf(row), row, arrival).id()));
    }

    ApiReply update(JsonNode body, Arrival arrival) {
        return results(rows(body), row -> {
            String id = row.path("id").asString(row.path("Id").asString(""));
            return SalesforceReplies.deleted(
                    records.update(typeOf(row), id, withoutId(row), arrival).id());
        });
    }

    ApiReply delete(ApiRequest request, Arrival arrival) {
        List<String> ids = List.of(request.parameter("ids").orElse("").split(","));
        requireSize(ids.size());
        ArrayNode results = Json.array();
        ids.forEach(id -> results.add(result(() -> delete(id.strip(), arrival))));
        return ApiReply.json(200, results);
    }

    private ObjectNode upsert(Type type, String field, JsonNode row, Set<String> seen, Arrival arrival) {
        String value = externalId(row, field);
        if (!seen.add(value)) {
            throw new SalesforceRefusal(400, "DUPLICATE_VALUE", "Duplicate external id specified: " + value, field);
        }
        return SalesforceReplies.saved(records.upsert(type, field, value, without(row, field), false, arrival));
    }

    private ObjectNode delete(String id, Arrival arrival) {
        Type type = SalesforceSchema.typeOfId(id).orElseThrow(SalesforceCollections::unknownId);
        try {
            records.delete(type, id, arrival);
        } catch (SalesforceRefusal e) {
            throw e.code().equals("NOT_FOUND") ? unknownId() : e;
        }
        return SalesforceReplies.deleted(SalesforceSchema.longId(id));
    }

    private static SalesforceRefusal unknownId() {
        return new SalesforceRefusal(404, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");
    }

    private interface Row {
        ObjectNode write(JsonNode row);
    }

    private static ApiReply results(List<JsonNode> rows, Row write) {
        ArrayNode results = Json.array();
        rows.forEach(row -> results.add(result(() -> write.write(row))));
        return ApiReply.json(200, results);
    }

    private static ObjectNode result(Supplier<ObjectNode> write) {
        try {
            return write.get();
        } catch (SalesforceRefusal e) {
            return SalesforceReplies.failed(e);
        }
    }

    private boolean isRefused(Type type, String field, JsonNode row) {
        return !refusal(type, field, row).code().equals("ALL_OR_NONE_OPERATION_ROLLED_BACK");
    }

    /** Why this row fails in an all-or-none call: because of its own error, or only because another row fails. */
    private SalesforceRefusal refusal(Type type, String field, JsonNode row) {
        try {
            records.check(type, field, externalId(row, field), without(row, field));
        } catch (SalesforceRefusal e) {
            return e;
        }
        return new SalesforceRefusal(
                400,
                "ALL_OR_NONE_OPERATION_ROLLED_BACK",
                "Record rolled back because not all records were valid and the request was using AllOrNone header");
    }

    private static ApiReply rolledBack(List<SalesforceRefusal> refusals) {
        ArrayNode results = Json.array();
        refusals.forEach(refusal -> results.add(SalesforceReplies.failed(refusal)));
        return ApiReply.json(200, results);
    }

    private static List<JsonNode> rows(JsonNode body) {
        JsonNode records = body.path("records");
        if (!records.isArray()) {
            throw new SalesforceRefusal(400, "JSON_PARSER_ERROR", "The request body must hold an array of records.");
        }
        requireSize(records.size());
        return new ArrayList<>(
                StreamSupport.stream(records.spliterator(), false).toList());
    }

    private static void requireSize(int size) {
        if (size > MAX_RECORDS) {
            throw new SalesforceRefusal(
                    400,
                    "EXCEEDED_ID_LIMIT",
                    "record limit reached. cannot submit more than " + MAX_RECORDS + " records into this call");
        }
    }

    private static boolean allOrNone(JsonNode body) {
        return body.path("allOrNone").asBoolean(false);
    }

    private static String externalId(JsonNode row, String field) {
        String value = row.path(field).asString("");
        if (value.isEmpty()) {
            throw new SalesforceRefusal(400, "MISSING_ARGUMENT", field + " not specified", field);
        }
        return value;
    }

    private static Type typeOf(JsonNode row) {
        String name = row.path("attributes").path("type").asString("");
        return SalesforceSchema.type(name)
                .orElseThrow(() ->
                        new SalesforceRefusal(400, "INVALID_TYPE", "sObject type '" + name + "' is not supported."));
    }

    private static JsonNode withoutId(JsonNode row) {
        return without(without(row, "id"), "Id");
    }

    private static JsonNode without(JsonNode row, String field) {
        return row instanceof ObjectNode object ? object.deepCopy().without(field) : row;
    }
}
