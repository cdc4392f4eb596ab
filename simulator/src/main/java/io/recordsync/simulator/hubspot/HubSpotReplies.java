package io.recordsync.simulator.hubspot;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.hubspot.HubSpotSchema.Type;
import io.recordsync.simulator.store.StoredObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ObjectNode;

/** Builds HubSpot's response bodies. */
final class HubSpotReplies {

    private final RandomGenerator random;

    /** @param random for correlation ids */
    HubSpotReplies(RandomGenerator random) {
        this.random = random;
    }

    ApiReply error(HubSpotRefusal refusal) {
        return error(refusal.status(), refusal.body());
    }

    ApiReply error(int status, ObjectNode body) {
        String correlationId = uuid();
        return ApiReply.json(status, body.put("correlationId", correlationId))
                .with("x-hubspot-correlation-id", correlationId);
    }

    /** A 429, in which HubSpot names the policy whose limit was exceeded. */
    ApiReply limit(String policy) {
        String name =
                policy.equals(HubSpotQuota.TEN_SECONDS) ? "ten_secondly_rolling" : policy.toLowerCase(Locale.ROOT);
        return error(
                429,
                Json.object()
                        .put("status", "error")
                        .put("message", "You have reached your " + name + " limit.")
                        .put("errorType", "RATE_LIMIT")
                        .put("policyName", policy)
                        .put("requestId", uuid()));
    }

    /**
     * The answer to a write: every property that has a value.
     *
     * @param silent only the properties that every answer has
     */
    static ObjectNode written(Type type, StoredObject object, boolean silent) {
        TreeSet<String> names =
                new TreeSet<>(silent ? Set.of() : object.fields().keySet());
        names.addAll(type.always());
        return object(type, object, names);
    }

    /** The answer to a read: the requested properties, or the type's defaults; null for a property without a value. */
    static ObjectNode read(Type type, StoredObject object, Collection<String> asked) {
        TreeSet<String> names = new TreeSet<>(asked.isEmpty() ? type.defaults() : asked);
        names.addAll(type.always());
        names.removeIf(name -> !type.knows(name));
        return object(type, object, names);
    }

    /** An object in the list of archived objects. */
    static ObjectNode archived(Type type, StoredObject object, Collection<String> asked) {
        return read(type, object, asked).put("archived", true).put("archivedAt", time(object.modified()));
    }

    /** The properties that a GET requests, as one comma-separated parameter or as repeated parameters. */
    static List<String> asked(ApiRequest request) {
        return request.query().getOrDefault("properties", List.of()).stream()
                .flatMap(names -> List.of(names.split(",")).stream())
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    static String value(Type type, StoredObject object, String property) {
        if (property.equals(HubSpotSchema.OBJECT_ID)) {
            return object.id();
        }
        if (property.equals(HubSpotSchema.CREATED)) {
            return time(object.created());
        }
        return property.equals(type.modified()) ? time(object.modified()) : object.field(property);
    }

    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static ObjectNode object(Type type, StoredObject object, Collection<String> names) {
        ObjectNode body = Json.object().put("id", object.id());
        ObjectNode properties = body.putObject("properties");
        for (String name : names) {
            String value = value(type, object, name);
            properties.put(name, value.isEmpty() ? null : value);
        }
        return body.put("createdAt", time(object.created()))
                .put("updatedAt", time(object.modified()))
                .put("archived", false);
    }

    private String uuid() {
        synchronized (random) {
            return new UUID(random.nextLong(), random.nextLong()).toString();
        }
    }
}
