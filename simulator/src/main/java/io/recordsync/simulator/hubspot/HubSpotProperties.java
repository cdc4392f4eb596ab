package io.recordsync.simulator.hubspot;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.hubspot.HubSpotSchema.Type;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The properties of objects, read-only. */
final class HubSpotProperties {

    private static final Set<String> CUSTOM = Set.of(HubSpotSchema.RECORD_ID, "contact_type");

    /** The types of the properties that are not text. */
    private static final Map<String, String> TYPES = Map.of(
            "numberofemployees",
            "number",
            "annualrevenue",
            "number",
            "amount",
            "number",
            "closedate",
            "datetime",
            "start",
            "date",
            HubSpotSchema.OBJECT_ID,
            "number",
            HubSpotSchema.CREATED,
            "datetime",
            "lastmodifieddate",
            "datetime",
            "hs_lastmodifieddate",
            "datetime");

    private HubSpotProperties() {}

    /**
     * @param path the path, starting with the object type
     * @param unique whether the account has its own unique properties
     */
    static ApiReply answer(ApiRequest request, Type type, List<String> path, boolean unique) {
        if (!request.method().equals("GET") || path.size() > 2) {
            throw HubSpotRefusal.of(405, "", "Method Not Allowed");
        }
        return path.size() == 1 ? all(type, unique) : one(type, path.get(1), unique);
    }

    private static ApiReply all(Type type, boolean unique) {
        ObjectNode body = Json.object();
        ArrayNode results = body.putArray("results");
        Stream.concat(type.writable().stream(), type.readOnly().stream())
                .forEach(name -> results.add(property(type, name, unique)));
        return ApiReply.json(200, body);
    }

    private static ApiReply one(Type type, String name, boolean unique) {
        if (!type.knows(name)) {
            throw HubSpotRefusal.of(404, "OBJECT_NOT_FOUND", "Property '" + name + "' does not exist");
        }
        return ApiReply.json(200, property(type, name, unique));
    }

    private static ObjectNode property(Type type, String name, boolean unique) {
        boolean readOnly = type.readOnly().contains(name);
        ObjectNode property = Json.object()
                .put("name", name)
                .put("label", label(name))
                .put("type", TYPES.getOrDefault(name, "string"))
                .put("fieldType", TYPES.getOrDefault(name, "string").equals("string") ? "text" : "number")
                .put("description", "")
                .put("groupName", type.name() + "information")
                .put("displayOrder", -1)
                .put("calculated", false)
                .put("externalOptions", false)
                .put("hasUniqueValue", unique && name.equals(HubSpotSchema.RECORD_ID))
                .put("hidden", false)
                .put("hubspotDefined", !CUSTOM.contains(name))
                .put("formField", !readOnly);
        property.putArray("options");
        property.putObject("modificationMetadata")
                .put("archivable", CUSTOM.contains(name))
                .put("readOnlyDefinition", !CUSTOM.contains(name))
                .put("readOnlyValue", readOnly);
        return property;
    }

    private static String label(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1).replace('_', ' ');
    }
}
