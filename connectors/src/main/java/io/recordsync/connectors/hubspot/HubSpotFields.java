package io.recordsync.connectors.hubspot;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ObjectSchema;
import io.recordsync.connectors.ObjectSchema.Field;
import io.recordsync.connectors.http.VendorResponse;
import java.util.List;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/** The properties of an object as HubSpot describes them. */
final class HubSpotFields {

    private final HubSpotApi api;

    HubSpotFields(HubSpotApi api) {
        this.api = api;
    }

    ObjectSchema describe(String object, CallScope scope) {
        List<Field> fields = properties(object, scope)
                .valueStream()
                .map(HubSpotFields::field)
                .toList();
        return new ObjectSchema(object, true, fields);
    }

    /** @throws ConnectorException with the reason, if HubSpot does not describe the object */
    JsonNode properties(String object, CallScope scope) {
        VendorResponse response = api.properties(object, scope);
        if (!response.succeeded() || !response.json().path("results").isArray()) {
            throw HubSpotErrors.reason(response, "the properties of " + object);
        }
        return response.json().path("results");
    }

    /** HubSpot does not say which properties a record requires, nor how long texts may be. */
    private static Field field(JsonNode property) {
        boolean readOnly = property.path("calculated").asBoolean(false)
                || property.path("modificationMetadata").path("readOnlyValue").asBoolean(false);
        return new Field(
                property.path("name").asString(""),
                property.path("label").asString(""),
                property.path("type").asString(""),
                false,
                !readOnly,
                property.path("hasUniqueValue").asBoolean(false),
                OptionalInt.empty());
    }
}
