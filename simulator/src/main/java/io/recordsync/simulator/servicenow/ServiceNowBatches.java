package io.recordsync.simulator.servicenow;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.http.UrlEncoding;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Many requests in one call, processed in their order, each with its own result. ServiceNow stops after 30 seconds and
 * lists the requests that it has not processed; this simulation stops after a number of requests.
 */
final class ServiceNowBatches {

    static final int MAX_SERVICED = 100;

    /** The headers that an item takes from the enclosing call if it has none of its own. */
    private static final List<String> INHERITED = List.of("host", "accept");

    private static final Map<Integer, String> STATUS_TEXTS = Map.of(
            200, "OK",
            201, "Created",
            204, "No Content",
            400, "Bad Request",
            403, "Forbidden",
            404, "Not Found",
            405, "Method Not Allowed",
            415, "Unsupported Media Type");

    private final Function<ApiRequest, ApiReply> api;

    /** @param api answers one request */
    ServiceNowBatches(Function<ApiRequest, ApiReply> api) {
        this.api = api;
    }

    ApiReply answer(ApiRequest outer, JsonNode body) {
        ArrayNode serviced = Json.array();
        ArrayNode unserviced = Json.array();
        for (JsonNode item : body.path("rest_requests")) {
            if (serviced.size() < MAX_SERVICED) {
                serviced.add(serviced(item, api.apply(request(outer, item))));
            } else {
                unserviced.add(item.path("id").asString(""));
            }
        }
        ObjectNode answer = Json.object()
                .put("batch_request_id", body.path("batch_request_id").asString(""));
        answer.set("serviced_requests", serviced);
        answer.set("unserviced_requests", unserviced);
        return ApiReply.json(200, answer);
    }

    private static ObjectNode serviced(JsonNode item, ApiReply reply) {
        ObjectNode answer = Json.object()
                .put("id", item.path("id").asString(""))
                .put("body", Base64.getEncoder().encodeToString(reply.body().getBytes(StandardCharsets.UTF_8)))
                .put("status_code", reply.status())
                .put("status_text", STATUS_TEXTS.getOrDefault(reply.status(), ""));
        ArrayNode headers = answer.putArray("headers");
        if (!item.path("exclude_response_headers").asBoolean(false)) {
            reply.headers()
                    .forEach((name, value) ->
                            headers.addObject().put("name", name).put("value", value));
            headers.addObject().put("name", "Content-Type").put("value", reply.contentType());
        }
        return answer.put("execution_time", 1);
    }

    private static ApiRequest request(ApiRequest outer, JsonNode item) {
        String[] address = item.path("url").asString("").split("\\?", 2);
        Map<String, String> headers = new HashMap<>();
        INHERITED.forEach(name -> outer.header(name).ifPresent(value -> headers.put(name, value)));
        item.path("headers")
                .forEach(header -> headers.put(
                        header.path("name").asString("").toLowerCase(Locale.ROOT),
                        header.path("value").asString("")));
        return new ApiRequest(
                outer.origin(),
                item.path("method").asString(""),
                UrlEncoding.segments(address[0]),
                parameters(address.length > 1 ? address[1] : ""),
                Map.copyOf(headers),
                body(item.path("body").asString("")));
    }

    private static Map<String, List<String>> parameters(String query) {
        return UrlEncoding.parameters(query).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, parameter -> List.of(parameter.getValue())));
    }

    private static String body(String encoded) {
        try {
            return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }
}
