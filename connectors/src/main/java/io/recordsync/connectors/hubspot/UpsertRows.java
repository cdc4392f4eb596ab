package io.recordsync.connectors.hubspot;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The rows of one answer to a batch upsert, matched to their writes. The answer has them in any order. */
final class UpsertRows {

    private final Map<String, JsonNode> results = new HashMap<>();
    private final Map<String, JsonNode> errors = new HashMap<>();
    private final boolean single;

    /**
     * @param api reads the record id of a result that has no trace id
     * @param sent the number of writes that were sent
     */
    UpsertRows(JsonNode response, HubSpotApi api, int sent) {
        this.single = sent == 1;
        for (JsonNode result : response.path("results")) {
            results.put(traces(result.path("objectWriteTraceId")).findFirst().orElse(""), result);
            results.put(byRecordId(api.recordId(result)), result);
        }
        for (JsonNode error : response.path("errors")) {
            traces(error.path("context").path("objectWriteTraceId")).forEach(trace -> errors.put(trace, error));
            errors.put("", error);
        }
    }

    Optional<JsonNode> result(int index, String recordId) {
        return of(results, Integer.toString(index)).or(() -> of(results, byRecordId(recordId)));
    }

    Optional<JsonNode> error(int index) {
        return of(errors, Integer.toString(index));
    }

    /** If only one write was sent, any row is its answer. */
    private Optional<JsonNode> of(Map<String, JsonNode> rows, String key) {
        return single ? rows.values().stream().findFirst() : Optional.ofNullable(rows.get(key));
    }

    private static Stream<String> traces(JsonNode ids) {
        return (ids.isArray() ? ids.valueStream() : Stream.of(ids)).map(trace -> trace.asString(""));
    }

    /** A key that cannot be equal to a trace id, which is a number. */
    private static String byRecordId(String recordId) {
        return "id " + recordId;
    }
}
