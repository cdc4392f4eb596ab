package io.recordsync.simulator.hubspot;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.hubspot.HubSpotRecords.Change;
import io.recordsync.simulator.hubspot.HubSpotSchema.Type;
import io.recordsync.simulator.store.Arrival;
import io.recordsync.simulator.store.StoredObject;
import io.recordsync.simulator.vendor.VendorContext;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Batches of up to 100 inputs. Only if every input has an {@code objectWriteTraceId}, a bad input fails alone (207);
 * otherwise one bad input fails the whole batch. An upsert by e-mail address is never partial, as the contacts guide
 * says.
 */
final class HubSpotBatches {

    private static final int MAX_INPUTS = 100;
    private static final String TRACE_ID = "objectWriteTraceId";

    private final HubSpotRecords records;
    private final InstantSource clock;
    private final BooleanSupplier silent;

    HubSpotBatches(HubSpotRecords records, VendorContext context) {
        this.records = records;
        this.clock = context.clock();
        this.silent = context.silent();
    }

    /** Prepares the change for one input. */
    private interface Planner {
        Change plan(JsonNode input);
    }

    ApiReply create(Type type, JsonNode body, Arrival arrival) {
        return write(type, 201, inputs(body), arrival, input -> records.toCreate(type, input.path("properties")));
    }

    ApiReply update(Type type, JsonNode body, Arrival arrival) {
        List<JsonNode> inputs = inputs(body);
        requireDistinctIds(inputs);
        return write(
                type,
                200,
                inputs,
                arrival,
                input -> records.toUpdate(
                        type, id(input), input.path("idProperty").asString(""), input.path("properties")));
    }

    ApiReply upsert(Type type, JsonNode body, Arrival arrival) {
        List<JsonNode> inputs = inputs(body);
        requireDistinctIds(inputs);
        return write(
                type,
                200,
                inputs,
                arrival,
                input -> records.toUpsert(
                        type, id(input), input.path("idProperty").asString(""), input.path("properties")));
    }

    ApiReply archive(Type type, JsonNode body, Arrival arrival) {
        inputs(body).forEach(input -> records.archive(type, id(input), arrival));
        return ApiReply.empty(204);
    }

    ApiReply read(Type type, JsonNode body) {
        List<String> properties = new ArrayList<>();
        body.path("properties").forEach(name -> properties.add(name.asString("")));
        String idProperty = body.path("idProperty").asString("");
        ArrayNode results = Json.array();
        ArrayNode missing = Json.array();
        for (JsonNode input : inputs(body)) {
            Optional<StoredObject> found = records.lookUp(type, id(input), idProperty);
            found.ifPresentOrElse(
                    object -> results.add(HubSpotReplies.read(type, object, properties)), () -> missing.add(id(input)));
        }
        return missing.isEmpty() ? complete(200, results) : complete(207, results, notFound(type, missing));
    }

    private ApiReply write(Type type, int status, List<JsonNode> inputs, Arrival arrival, Planner planner) {
        return isPartial(inputs)
                ? writeEach(type, status, inputs, arrival, planner)
                : writeAll(type, status, inputs, arrival, planner);
    }

    private ApiReply writeAll(Type type, int status, List<JsonNode> inputs, Arrival arrival, Planner planner) {
        List<Change> changes = inputs.stream().map(planner::plan).toList();
        changes.forEach(change -> records.check(change, arrival));
        requireDistinctEmails(changes);
        ArrayNode results = Json.array();
        changes.forEach(change -> results.add(result(type, change, arrival)));
        return complete(status, results);
    }

    private ApiReply writeEach(Type type, int status, List<JsonNode> inputs, Arrival arrival, Planner planner) {
        ArrayNode results = Json.array();
        ArrayNode errors = Json.array();
        for (JsonNode input : inputs) {
            try {
                results.add(result(type, planner.plan(input), arrival));
            } catch (HubSpotRefusal e) {
                errors.add(error(e, input));
            }
        }
        return errors.isEmpty() ? complete(status, results) : complete(207, results, errors);
    }

    private ObjectNode result(Type type, Change change, Arrival arrival) {
        return HubSpotReplies.written(type, records.apply(change, arrival), silent.getAsBoolean())
                .put("new", change.creates());
    }

    private static ObjectNode error(HubSpotRefusal refusal, JsonNode input) {
        ObjectNode error = refusal.body();
        ObjectNode context = error.withObject("/context");
        context.putArray(TRACE_ID).add(input.path(TRACE_ID).asString(""));
        return error.has("category") ? error : error.put("category", "OBJECT_NOT_FOUND");
    }

    private static ArrayNode notFound(Type type, ArrayNode ids) {
        ObjectNode error = Json.object()
                .put("status", "error")
                .put("category", "OBJECT_NOT_FOUND")
                .put(
                        "message",
                        "Could not get some " + type.name()
                                + ", they may be deleted or not exist. Check that ids are valid.");
        error.putObject("context").set("ids", ids);
        return Json.array().add(error);
    }

    private ApiReply complete(int status, ArrayNode results) {
        return ApiReply.json(status, completed(results));
    }

    private ApiReply complete(int status, ArrayNode results, ArrayNode errors) {
        ObjectNode body = completed(results).put("numErrors", errors.size());
        body.set("errors", errors);
        return ApiReply.json(status, body);
    }

    private ObjectNode completed(ArrayNode results) {
        String now = HubSpotReplies.time(clock.instant());
        ObjectNode body =
                Json.object().put("status", "COMPLETE").put("startedAt", now).put("completedAt", now);
        body.set("results", results);
        return body;
    }

    private static boolean isPartial(List<JsonNode> inputs) {
        return inputs.stream()
                .allMatch(input -> input.path(TRACE_ID).isString()
                        && !input.path("idProperty").asString("").equals(HubSpotSchema.EMAIL));
    }

    private static List<JsonNode> inputs(JsonNode body) {
        JsonNode inputs = body.path("inputs");
        if (!inputs.isArray()) {
            throw HubSpotRefusal.badRequest("Invalid input JSON: inputs must be an array");
        }
        if (inputs.size() > MAX_INPUTS) {
            throw HubSpotRefusal.badRequest(
                    "The maximum number of inputs supported in a batch request is " + MAX_INPUTS);
        }
        return StreamSupport.stream(inputs.spliterator(), false).toList();
    }

    private static String id(JsonNode input) {
        String id = input.path("id").asString("");
        if (id.isEmpty()) {
            throw HubSpotRefusal.badRequest("Invalid input JSON: some required fields were not set: [id]");
        }
        return id;
    }

    private static void requireDistinctIds(List<JsonNode> inputs) {
        Set<String> seen = new HashSet<>();
        for (JsonNode input : inputs) {
            if (!seen.add(id(input))) {
                throw HubSpotRefusal.badRequest(
                        "Duplicate IDs found in batch input: [" + id(input) + "]. IDs must be unique");
            }
        }
    }

    private static void requireDistinctEmails(List<Change> changes) {
        Set<String> seen = new HashSet<>();
        for (Change change : changes) {
            String email = change.properties().getOrDefault(HubSpotSchema.EMAIL, "");
            if (!email.isEmpty() && !seen.add(email)) {
                throw HubSpotRefusal.of(409, "CONFLICT", "Contact already exists.");
            }
        }
    }
}
