package io.recordsync.connectors.outreach;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ObjectSchema;
import io.recordsync.connectors.http.VendorResponse;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * The fields of an object, from the vendor's OpenAPI file. The labels and types of custom fields are those of the org.
 */
final class OutreachFields {

    /** The mark of read-only attributes in the OpenAPI file. */
    private static final String READ_ONLY = "badges/readonly.svg";

    private static final Set<String> UNIQUE = Set.of("emails");

    private final OutreachApi api;

    OutreachFields(OutreachApi api) {
        this.api = api;
    }

    /** @throws ConnectorException when there is no object with that name, or Outreach does not describe it */
    ObjectSchema describe(String name, CallScope scope) {
        OutreachObject object = OutreachObject.of(name);
        Map<String, JsonNode> properties = properties(object, api.openApi(scope));
        JsonNode custom = customFields(object, api.types(scope));
        List<ObjectSchema.Field> fields = new TreeMap<>(properties)
                .entrySet().stream()
                        .map(property -> field(property.getKey(), property.getValue(), custom.path(property.getKey())))
                        .toList();
        return new ObjectSchema(object.path(), true, fields);
    }

    private static Map<String, JsonNode> properties(OutreachObject object, VendorResponse response) {
        JsonNode properties = response.json()
                .path("components")
                .path("schemas")
                .path(object.type())
                .path("properties");
        if (!response.succeeded() || properties.isEmpty()) {
            throw OutreachErrors.reason(response, "a request for the fields of " + object.path());
        }
        return properties.properties().stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static JsonNode customFields(OutreachObject object, VendorResponse response) {
        return OutreachApi.rows(response, "a request for the custom fields of " + object.path())
                .valueStream()
                .filter(type -> type.path("type").asString("").equals(object.type()))
                .map(type -> type.path("meta").path("validations"))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    private static ObjectSchema.Field field(String attribute, JsonNode property, JsonNode custom) {
        String name = OutreachAttributes.field(attribute);
        return new ObjectSchema.Field(
                name,
                custom.path("label").asString(name),
                custom.path("type").asString(type(attribute, property)),
                custom.path("required").asBoolean(false),
                !property.path("description").asString("").contains(READ_ONLY),
                UNIQUE.contains(attribute),
                longest(property));
    }

    /** For a list of which only the first entry is written, the type of its entries. */
    private static String type(String attribute, JsonNode property) {
        boolean first = !OutreachAttributes.field(attribute).equals(attribute);
        JsonNode typed = first ? property.path("items") : property;
        return typed.path("format").asString(typed.path("type").asString("string"));
    }

    private static OptionalInt longest(JsonNode property) {
        int longest = property.path("maxLength").asInt(0);
        return longest > 0 ? OptionalInt.of(longest) : OptionalInt.empty();
    }
}
