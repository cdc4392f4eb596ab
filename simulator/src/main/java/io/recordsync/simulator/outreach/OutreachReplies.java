package io.recordsync.simulator.outreach;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.outreach.OutreachSchema.Attribute;
import io.recordsync.simulator.outreach.OutreachSchema.Type;
import io.recordsync.simulator.store.StoredObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** Builds Outreach's response bodies: JSON:API, with ids that are numbers. */
final class OutreachReplies {

    private static final String MEDIA_TYPE = "application/vnd.api+json; charset=utf-8";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private OutreachReplies() {}

    static ApiReply json(int status, Object body) {
        return new ApiReply(status, MEDIA_TYPE, Map.of(), Json.write(body));
    }

    /** A JSON:API error. */
    static ApiReply error(OutreachRefusal refusal) {
        ObjectNode body = Json.object();
        ObjectNode error = body.putArray("errors")
                .addObject()
                .put("id", refusal.id())
                .put("title", refusal.title())
                .put("detail", refusal.detail());
        if (!refusal.pointer().isEmpty()) {
            error.putObject("source").put("pointer", refusal.pointer());
        }
        return json(refusal.status(), body);
    }

    static ApiReply limit(int allowed, Instant again) {
        return error(OutreachRefusal.of(
                429,
                "rateLimitExceeded",
                "Rate Limit Exceeded",
                String.format(
                        Locale.ROOT,
                        "You have exceeded your permitted rate limit of %,d; please try again at %s.",
                        allowed,
                        again.truncatedTo(ChronoUnit.SECONDS))));
    }

    static ApiReply maintenance(Instant end) {
        String again = end.truncatedTo(ChronoUnit.SECONDS).toString();
        return error(OutreachRefusal.of(
                        503,
                        "scheduledServerMaintenance",
                        "Scheduled Server Maintenance",
                        "Scheduled server maintenance is under way; please try again at " + again + "."))
                .with("Retry-After", again);
    }

    /** @param names the requested attributes */
    static ObjectNode resource(Type type, StoredObject object, Set<String> names, String origin) {
        ObjectNode resource = Json.object().put("type", type.name()).put("id", Long.parseLong(object.id()));
        ObjectNode attributes = resource.putObject("attributes");
        new TreeMap<>(type.attributes()).forEach((name, attribute) -> {
            if (names.contains(name)) {
                attributes.set(name, value(object, attribute));
            }
        });
        resource.putObject("relationships").putObject("owner").putNull("data");
        resource.putObject("links").put("self", "%s/api/v2/%s/%s".formatted(origin, type.path(), object.id()));
        return resource;
    }

    /** The value as text; empty for none. All times have the same form, so that they can be compared as text. */
    static String text(StoredObject object, String attribute) {
        return switch (attribute) {
            case "id" -> object.id();
            case OutreachSchema.CREATED -> time(object.created());
            case OutreachSchema.UPDATED -> time(object.modified());
            case "name" -> object.type().equals("prospects") ? fullName(object) : object.field(attribute);
            default -> object.field(attribute);
        };
    }

    static String time(Instant instant) {
        return TIME.format(instant);
    }

    /** All entries of a list. Its first entry is stored in a field of its own. */
    static JsonNode list(StoredObject object, Attribute attribute) {
        var entries = Json.array();
        if (!object.field(attribute.first()).isEmpty()) {
            entries.add(object.field(attribute.first()));
        }
        Json.read(object.field(attribute.others())).forEach(entries::add);
        return entries;
    }

    private static JsonNode value(StoredObject object, Attribute attribute) {
        if (attribute.kind() == OutreachSchema.Kind.LIST) {
            return list(object, attribute);
        }
        String text = text(object, attribute.name());
        if (text.isEmpty()) {
            return NullNode.getInstance();
        }
        return switch (attribute.kind()) {
            case INTEGER, NUMBER -> Json.tree(new BigDecimal(text));
            case BOOLEAN -> Json.tree(Boolean.valueOf(text));
            default -> Json.tree(text);
        };
    }

    private static String fullName(StoredObject object) {
        return (object.field("firstName") + " " + object.field("lastName")).strip();
    }
}
