package io.recordsync.connectors.salesforce;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Schema;
import io.recordsync.connectors.Schema.Field;
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

    Schema describe(String object, CallScope scope) {
        List<Field> fields = description(object, scope)
                .path("fields")
                .valueStream()
                .map(SalesforceFields::field)
                .toList();
        return new Schema(object, true, fields);
    }

    /** @throws ConnectorException with the reason, if Salesforce does not describe the object */
    JsonNode description(String object, CallScope scope) {
        VendorResponse response = api.describe(object, scope);
        if (!response.json().path("fields").isArray()) {
            throw SalesforceErrors.reason(response, "the description of " + object);
        }
        return response.json();
    }

    private static Field field(JsonNode told) {
        boolean createable = told.path("createable").asBoolean(false);
        int length = told.path("length").asInt(0);
        return new Field(
                told.path("name").asString(""),
                told.path("label").asString(""),
                told.path("type").asString(""),
                createable
                        && !told.path("nillable").asBoolean(true)
                        && !told.path("defaultedOnCreate").asBoolean(false),
                createable || told.path("updateable").asBoolean(false),
                told.path("unique").asBoolean(false),
                length > 0 ? OptionalInt.of(length) : OptionalInt.empty());
    }
}
