package io.recordsync.connectors.hubspot;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The rows of one answer to a batch of writes, matched to the writes. The answer has them in any order. */
final class BatchRows {

    private final Map<String, JsonNode> results = new HashMap<>();
    private final Map<String, JsonNode> errors = new HashMap<>();
    private final boolean single;

    /**
     * @param api reads the record id of a result that has no trace id
     * @param sent the number of writes that were sent
     */
    BatchRows(JsonNode response, HubSpotApi api, int sent) {
        this.single = sent == 1;
        for (JsonNode result : response.path("results")) {
            HubSpotRows.mergedIds(result).forEach(id -> results.put(byId(id), result));
        }
        for (JsonNode result : response.path("results")) {
            results.put(texts(result.path("objectWriteTraceId")).findFirst().orElse(""), result);
            results.put(byRecordId(api.recordId(result)), result);
            results.put(byId(result.path("id").asString("")), result);
        }
        for (JsonNode error : response.path("errors")) {
            JsonNode context = error.path("context");
            texts(context.path("objectWriteTraceId")).forEach(trace -> errors.put(trace, error));
            Stream.concat(texts(context.path("id")), texts(context.path("ids")))
                    .forEach(id -> errors.put(byId(id), error));
            errors.put("", error);
        }
    }

    /** The result of a write whose HubSpot id is not known. */
    Optional<JsonNode> result(int index, String recordId) {
        return of(results, Integer.toString(index)).or(() -> of(results, byRecordId(recordId)));
    }

    /** The result of a write to the row with this HubSpot id, or to the row into which that one was merged. */
    Optional<JsonNode> resultById(int index, String id) {
        return of(results, Integer.toString(index)).or(() -> of(results, byId(id)));
    }

    Optional<JsonNode> error(int index) {
        return of(errors, Integer.toString(index));
    }

    /** The error of a write to the row with this HubSpot id. */
    Optional<JsonNode> errorById(int index, String id) {
        return error(index).or(() -> of(errors, byId(id)));
    }

    /** If only one write was sent, any row is its answer. */
    private Optional<JsonNode> of(Map<String, JsonNode> rows, String key) {
        return single ? rows.values().stream().findFirst() : Optional.ofNullable(rows.get(key));
    }

    private static Stream<String> texts(JsonNode texts) {
        return (texts.isArray() ? texts.valueStream() : Stream.of(texts)).map(text -> text.asString(""));
    }

    /** A key that cannot be equal to a trace id, which is a number. */
    private static String byRecordId(String recordId) {
        return "record " + recordId;
    }

    private static String byId(String id) {
        return "row " + id;
    }
}
