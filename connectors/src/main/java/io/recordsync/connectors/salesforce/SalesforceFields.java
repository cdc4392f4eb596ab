package io.recordsync.connectors.salesforce;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ObjectSchema;
import io.recordsync.connectors.ObjectSchema.Field;
import io.recordsync.connectors.http.VendorResponse;
import java.util.List;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/** The fields and permissions of an object as Salesforce describes them. */
final class SalesforceFields {

    private final SalesforceApi api;

    SalesforceFields(SalesforceApi api) {
        this.api = api;
    }

    ObjectSchema describe(String object, CallScope scope) {
        List<Field> fields = description(object, scope)
                .path("fields")
                .valueStream()
                .map(SalesforceFields::field)
                .toList();
        return new ObjectSchema(object, true, fields);
    }

    /** @throws ConnectorException with the reason, if Salesforce does not describe the object */
    JsonNode description(String object, CallScope scope) {
        VendorResponse response = api.describe(object, scope);
        if (!response.json().path("fields").isArray()) {
            throw SalesforceErrors.reason(response, "the description of " + object);
        }
        return response.json();
    }

    private static Field field(JsonNode json) {
        boolean createable = json.path("createable").asBoolean(false);
        int length = json.path("length").asInt(0);
        return new Field(
                json.path("name").asString(""),
                json.path("label").asString(""),
                json.path("type").asString(""),
                createable
                        && !json.path("nillable").asBoolean(true)
                        && !json.path("defaultedOnCreate").asBoolean(false),
                createable || json.path("updateable").asBoolean(false),
                json.path("unique").asBoolean(false),
                length > 0 ? OptionalInt.of(length) : OptionalInt.empty());
    }
}
