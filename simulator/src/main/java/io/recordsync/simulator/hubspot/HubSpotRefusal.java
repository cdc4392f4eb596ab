package io.recordsync.simulator.hubspot;

import io.recordsync.simulator.http.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** HubSpot refuses a request or one input of a batch. */
final class HubSpotRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String category;
    private final String reason;
    private final transient ObjectNode context;
    private final transient ArrayNode errors;

    /**
     * @param category empty if HubSpot returns none
     * @param reason for the journal: the code of the property's error, or the category
     * @param errors the single errors of a validation; empty for none
     */
    private HubSpotRefusal(
            int status, String category, String reason, String message, ObjectNode context, ArrayNode errors) {
        super(message);
        this.status = status;
        this.category = category;
        this.reason = reason;
        this.context = context;
        this.errors = errors;
    }

    static HubSpotRefusal of(int status, String category, String message) {
        return new HubSpotRefusal(status, category, category, message, Json.object(), Json.array());
    }

    static HubSpotRefusal badRequest(String message) {
        return of(400, "VALIDATION_ERROR", message);
    }

    /** The refusal of one invalid property; HubSpot's message contains the details as JSON. */
    static HubSpotRefusal property(String name, String code, String message) {
        ObjectNode finding = Json.object()
                .put("isValid", false)
                .put("message", message)
                .put("error", code)
                .put("name", name)
                .put("localizedErrorMessage", message);
        ObjectNode error = Json.object().put("message", message).put("code", code);
        error.putObject("context").putArray("propertyName").add(name);
        String text =
                "Property values were not valid: " + Json.write(Json.array().add(finding));
        return new HubSpotRefusal(
                400, "VALIDATION_ERROR", code, text, Json.object(), Json.array().add(error));
    }

    static HubSpotRefusal conflict(String existingId) {
        ObjectNode context = Json.object();
        context.putArray("existingId").add(existingId);
        return new HubSpotRefusal(
                409,
                "CONFLICT",
                "CONFLICT",
                "Contact already exists. Existing ID: " + existingId,
                context,
                Json.array());
    }

    /** HubSpot answers differently for a number that is not an id and a text that cannot be one. */
    static HubSpotRefusal notFound(String id) {
        if (id.matches("\\d+")) {
            return of(404, "", "resource not found");
        }
        ObjectNode context = Json.object();
        context.putArray("id").add(id);
        return new HubSpotRefusal(
                404,
                "OBJECT_NOT_FOUND",
                "OBJECT_NOT_FOUND",
                "Object not found.  objectId are usually numeric.",
                context,
                Json.array());
    }

    int status() {
        return status;
    }

    String reason() {
        return reason;
    }

    /** The body without its correlation id, for the whole reply or for one error of a batch. */
    ObjectNode body() {
        ObjectNode body = Json.object().put("status", "error").put("message", String.valueOf(getMessage()));
        if (!errors.isEmpty()) {
            body.set("errors", errors.deepCopy());
        }
        if (!context.isEmpty()) {
            body.set("context", context.deepCopy());
        }
        return category.isEmpty() ? body : body.put("category", category);
    }
}
