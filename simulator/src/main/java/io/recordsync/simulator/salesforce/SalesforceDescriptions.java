package io.recordsync.simulator.salesforce;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.salesforce.SalesforceSchema.Field;
import io.recordsync.simulator.salesforce.SalesforceSchema.Type;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The descriptions of the org's objects and their fields. */
final class SalesforceDescriptions {

    private static final List<String> STAMPS = List.of("CreatedDate", "LastModifiedDate", "SystemModstamp");

    /** The types of the fields that are not plain text. */
    private static final Map<String, String> TYPES = Map.of(
            "Email", "email",
            "Phone", "phone",
            "MobilePhone", "phone",
            "HomePhone", "phone",
            "Fax", "phone",
            "Website", "url",
            "AccountId", "reference",
            "Birthdate", "date",
            "Start__c", "date",
            "Description", "textarea");

    private SalesforceDescriptions() {}

    /** All objects, without their fields. */
    static ApiReply global(ApiRequest request) {
        ObjectNode body = Json.object().put("encoding", "UTF-8").put("maxBatchSize", 200);
        ArrayNode objects = body.putArray("sobjects");
        SalesforceSchema.types().forEach(type -> objects.add(head(request, type)));
        return ApiReply.json(200, body);
    }

    /** @param externalIds whether the org has the field for our record ids */
    static ApiReply of(ApiRequest request, Type type, boolean externalIds) {
        ObjectNode body = head(request, type);
        ArrayNode fields = body.putArray("fields");
        fields.add(given("Id", "id", 18));
        type.fields().values().stream()
                .filter(field -> externalIds || !isExternalId(field))
                .forEach(field -> fields.add(field(type, field)));
        STAMPS.forEach(name -> fields.add(given(name, "datetime", 0)));
        return ApiReply.json(200, body);
    }

    private static ObjectNode head(ApiRequest request, Type type) {
        String path = "/services/data/" + request.segment(2) + "/sobjects/" + type.name();
        ObjectNode head = Json.object()
                .put("name", type.name())
                .put("label", label(type.name()))
                .put("keyPrefix", type.prefix())
                .put("custom", type.isCustom())
                .put("createable", true)
                .put("updateable", true)
                .put("deletable", true)
                .put("queryable", true)
                .put("retrieveable", true);
        head.putObject("urls").put("sobject", path).put("describe", path + "/describe");
        return head;
    }

    private static ObjectNode field(Type type, Field field) {
        boolean key = isExternalId(field);
        return described(field.name(), TYPES.getOrDefault(field.name(), "string"), field.maxLength())
                .put("nillable", !field.name().equals(type.required()))
                .put("defaultedOnCreate", false)
                .put("createable", true)
                .put("updateable", true)
                .put("unique", key)
                .put("externalId", key)
                .put("caseSensitive", key)
                .put("idLookup", key || field.name().equals(SalesforceSchema.EMAIL));
    }

    /** A field that only Salesforce writes. */
    private static ObjectNode given(String name, String type, int length) {
        return described(name, type, length)
                .put("nillable", false)
                .put("defaultedOnCreate", true)
                .put("createable", false)
                .put("updateable", false)
                .put("unique", false)
                .put("externalId", false)
                .put("caseSensitive", false)
                .put("idLookup", name.equals("Id"));
    }

    private static ObjectNode described(String name, String type, int length) {
        return Json.object()
                .put("name", name)
                .put("label", label(name))
                .put("type", type)
                .put("length", type.equals("date") ? 0 : length)
                .put("custom", name.endsWith("__c"));
    }

    private static boolean isExternalId(Field field) {
        return field.name().equals(SalesforceSchema.EXTERNAL_ID);
    }

    private static String label(String name) {
        return name.replace("__c", "").replaceAll("(?<=[a-z])(?=[A-Z])", " ");
    }
}
