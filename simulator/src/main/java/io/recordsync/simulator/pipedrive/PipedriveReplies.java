package io.recordsync.simulator.pipedrive;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.pipedrive.PipedriveSchema.Field;
import io.recordsync.simulator.pipedrive.PipedriveSchema.Kind;
import io.recordsync.simulator.pipedrive.PipedriveSchema.Type;
import io.recordsync.simulator.store.StoredObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** Builds Pipedrive's response bodies. Times are in whole seconds. */
final class PipedriveReplies {

    /** The suffix of the store's field with all e-mail addresses or phone numbers of a list. */
    static final String ENTRIES = "_entries";

    private PipedriveReplies() {}

    static ApiReply error(int status, String message) {
        return error(PipedriveRefusal.of(status, message));
    }

    static ApiReply error(PipedriveRefusal refusal) {
        ObjectNode body = Json.object()
                .put("success", false)
                .put("error", refusal.text())
                .put("error_info", "Please check developers.pipedrive.com for more information about Pipedrive API.");
        if (!refusal.code().isEmpty()) {
            body.put("code", refusal.code());
        }
        body.putNull("data");
        body.putNull("additional_data");
        return ApiReply.json(refusal.status(), body);
    }

    /** The gateway's form of an error, which differs from the API's. */
    static ApiReply unauthorized() {
        return ApiReply.json(
                401,
                Json.object()
                        .put("success", false)
                        .put("error", "unauthorized access")
                        .put("errorCode", 401)
                        .put("error_info", "Please check developers.pipedrive.com"));
    }

    static ApiReply overLimit() {
        return ApiReply.json(
                429,
                Json.object()
                        .put("success", false)
                        .put("error", "request over limit")
                        .put("errorCode", 429));
    }

    /** The answer of the edge of the network, which blocks a client that does not respect the limits. */
    static ApiReply edge() {
        return ApiReply.html(403, "Error 1015: You are being rate limited").with("Server", "cloudflare");
    }

    static ApiReply data(JsonNode data) {
        ObjectNode body = Json.object().put("success", true);
        body.set("data", data);
        return ApiReply.json(200, body);
    }

    /** @param next the cursor of the next page; empty after the last */
    static ApiReply page(JsonNode data, String next) {
        ObjectNode body = Json.object().put("success", true);
        body.set("data", data);
        body.putObject("additional_data").put("next_cursor", next.isEmpty() ? null : next);
        return ApiReply.json(200, body);
    }

    static ArrayNode fields(Type type) {
        ArrayNode fields = Json.array();
        fields.add(described("ID", "id", "int", false));
        type.fields()
                .forEach(field ->
                        fields.add(described(field.label(), field.listed(), field.vendorType(), field.custom())));
        fields.add(described("Created", "add_time", "date", false));
        fields.add(described("Updated", "update_time", "date", false));
        return fields;
    }

    /** @param asked the keys of the requested custom fields; empty for all */
    static ObjectNode object(Type type, StoredObject object, Set<String> asked) {
        ObjectNode body = Json.object().put("id", Long.parseLong(object.id()));
        ObjectNode custom = Json.object();
        for (Field field : type.fields()) {
            if (!field.custom()) {
                body.set(field.code(), value(field, object));
            } else if (asked.isEmpty() || asked.contains(field.code())) {
                custom.set(field.code(), value(field, object));
            }
        }
        if (type.name().equals("persons")) {
            names(body, object.field("name"));
        }
        body.put("add_time", time(object.created()))
                .put("update_time", time(object.modified()))
                .put("is_deleted", false);
        return body.set("custom_fields", custom);
    }

    static List<JsonNode> entries(StoredObject object, String stored) {
        String all = object.field(stored + ENTRIES);
        String primary = object.field(stored);
        if (primary.isEmpty() && all.isEmpty()) {
            return List.of();
        }
        return all.isEmpty()
                ? List.of(
                        Json.object().put("value", primary).put("primary", true).put("label", "work"))
                : Json.read(all).valueStream().toList();
    }

    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static JsonNode value(Field field, StoredObject object) {
        String text = object.field(field.stored());
        if (field.kind() == Kind.ENTRIES) {
            return Json.array().addAll(entries(object, field.stored()));
        }
        return text.isEmpty() && field.kind() != Kind.FLAG ? NullNode.getInstance() : typed(field.kind(), text);
    }

    private static JsonNode typed(Kind kind, String text) {
        return switch (kind) {
            case WHOLE -> Json.tree(Long.parseLong(text));
            case NUMBER -> Json.tree(new BigDecimal(text));
            case FLAG -> Json.tree(!text.isEmpty());
            case LIST -> Json.read(text);
            case ADDRESS -> Json.object().put("value", text);
            case TEXT, ENTRIES -> Json.tree(text);
        };
    }

    private static void names(ObjectNode body, String name) {
        String[] words = name.strip().split("\\s+", 2);
        body.put("first_name", words[0]).put("last_name", words.length > 1 ? words[1] : null);
    }

    private static ObjectNode described(String label, String code, String type, boolean custom) {
        ObjectNode field = Json.object()
                .put("field_name", label)
                .put("field_code", code)
                .put("field_type", type)
                .put("is_custom_field", custom)
                .put("is_optional_response_field", false);
        field.putNull("options");
        return field.putNull("subfields");
    }
}
