package io.recordsync.simulator.outreach;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.outreach.OutreachSchema.Attribute;
import io.recordsync.simulator.outreach.OutreachSchema.Type;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The descriptions of Outreach's attributes: the OpenAPI file, which is the same for all orgs, and the custom fields of
 * the org.
 */
final class OutreachDescriptions {

    private static final String BADGE = "<img src=https://developers.outreach.io/badges/%s.svg> ";

    private OutreachDescriptions() {}

    static ApiReply openApi() {
        ObjectNode body = Json.object().put("openapi", "3.0.3");
        ObjectNode schemas = body.putObject("components").putObject("schemas");
        for (Type type : OutreachSchema.types()) {
            ObjectNode properties =
                    schemas.putObject(type.name()).put("type", "object").putObject("properties");
            new TreeMap<>(type.attributes())
                    .forEach((name, attribute) -> properties.set(name, property(type, attribute)));
        }
        return ApiReply.json(200, body);
    }

    /** The custom fields of the org: one has a label, and none is required. */
    static ApiReply types() {
        ObjectNode body = Json.object();
        ArrayNode data = body.putArray("data");
        for (Type type : OutreachSchema.types()) {
            data.addObject()
                    .put("type", type.name())
                    .putObject("meta")
                    .putObject("validations")
                    .putObject("custom1")
                    .put("type", "string")
                    .put("required", false)
                    .put("label", "Region code")
                    .putNull("definition");
        }
        return OutreachReplies.json(200, body);
    }

    private static ObjectNode property(Type type, Attribute attribute) {
        String badges = (attribute.readOnly() ? BADGE.formatted("readonly") : "")
                + (attribute.filterable() ? BADGE.formatted("filterable") : "")
                + (attribute.sortable() ? BADGE.formatted("sortable") : "");
        String said = "%s\n\nThe %s of the %s.".formatted(badges.strip(), attribute.name(), type.name());
        ObjectNode property = Json.object().put("description", said).put("nullable", true);
        switch (attribute.kind()) {
            case TEXT -> property.put("type", "string");
            case TIME -> property.put("type", "string").put("format", "date-time");
            case DATE -> property.put("type", "string").put("format", "date");
            case INTEGER -> property.put("type", "integer");
            case NUMBER -> property.put("type", "number").put("format", "float");
            case BOOLEAN -> property.put("type", "boolean");
            case LIST -> property.put("type", "array").putObject("items").put("type", "string");
        }
        return attribute.longest() > 0 ? property.put("maxLength", attribute.longest()) : property;
    }
}
