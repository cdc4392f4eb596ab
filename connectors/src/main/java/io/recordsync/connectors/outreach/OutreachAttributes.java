package io.recordsync.connectors.outreach;

import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.Write;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The attributes of a resource, by the names that rules use. Outreach stores e-mail addresses and phone numbers in
 * lists; {@code email} is the first entry of {@code emails}, and so on. A write replaces the first entry and keeps the
 * others, which a person may have added.
 */
final class OutreachAttributes {

    static final String UPDATED = "updatedAt";
    static final String TRASHED = "trashedAt";

    private static final Map<String, String> LISTS = Map.of(
            "email", "emails",
            "workPhone", "workPhones",
            "mobilePhone", "mobilePhones",
            "homePhone", "homePhones",
            "otherPhone", "otherPhones",
            "voipPhone", "voipPhones");

    private OutreachAttributes() {}

    /** Outreach's name of the attribute for a rule's field. */
    static String attribute(String field) {
        return LISTS.getOrDefault(field, field);
    }

    /** The rule's name for an attribute of Outreach. */
    static String field(String attribute) {
        return LISTS.entrySet().stream()
                .filter(list -> list.getValue().equals(attribute))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(attribute);
    }

    /** All attributes of the write except lists, with our record id unless an update leaves it out. */
    static Map<String, @Nullable Object> single(Write write, OutreachObject object) {
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        write.content().forEach((field, value) -> {
            if (!LISTS.containsKey(field)) {
                attributes.put(field, "".equals(value) ? null : value);
            }
        });
        if (write.writesRecordId()) {
            attributes.put(object.recordIdAttribute(), write.recordId());
        }
        return attributes;
    }

    /** Whether the write changes a list. */
    static boolean hasLists(Write write) {
        return write.content().keySet().stream().anyMatch(LISTS::containsKey);
    }

    /**
     * The lists that the write changes.
     *
     * @param held the resource's current content; a missing node for a new one
     */
    static Map<String, List<String>> changedLists(Write write, JsonNode held) {
        Map<String, List<String>> changed = new HashMap<>();
        LISTS.forEach((field, list) -> {
            List<String> now = texts(attributes(held).path(list));
            List<String> wanted = write.content().containsKey(field)
                    ? replaced(now, write.content().get(field))
                    : now;
            if (!wanted.equals(now)) {
                changed.put(list, wanted);
            }
        });
        return changed;
    }

    /**
     * The record of a resource with the fields of which the answer has the attribute. Outreach answers null, or an
     * empty list, for an attribute that has no value.
     */
    static ReadRecord readRecord(OutreachObject object, JsonNode resource, Collection<String> fields) {
        Map<String, @Nullable Object> content = new HashMap<>();
        fields.stream()
                .filter(field -> attributes(resource).has(attribute(field)))
                .forEach(field -> content.put(field, value(resource, field)));
        return new ReadRecord(
                OutreachApi.id(resource).orElseThrow(),
                Optional.of(text(resource, object.recordIdAttribute())),
                updated(resource),
                false,
                content);
    }

    /** When the resource last changed; empty if the answer does not say. */
    static Optional<Instant> updated(JsonNode resource) {
        try {
            return Optional.of(OffsetDateTime.parse(text(resource, UPDATED)).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Whether the resource is marked as deleted. */
    static boolean isTrashed(JsonNode resource) {
        return !text(resource, TRASHED).isEmpty();
    }

    /** A value of a resource, by the field name of rules. */
    private static @Nullable Object value(JsonNode resource, String field) {
        JsonNode value = attributes(resource).path(attribute(field));
        return plain(LISTS.containsKey(field) ? value.path(0) : value);
    }

    static String text(JsonNode resource, String attribute) {
        return attributes(resource).path(attribute).asString("");
    }

    /** Whether the attribute, or an entry of it if it is a list, has that value. */
    static boolean holds(JsonNode resource, String attribute, String value) {
        JsonNode held = attributes(resource).path(attribute);
        List<String> texts = held.isArray() ? texts(held) : List.of(held.asString(""));
        return texts.stream().anyMatch(text -> text.strip().equalsIgnoreCase(value.strip()));
    }

    private static JsonNode attributes(JsonNode resource) {
        return resource.path("attributes");
    }

    private static List<String> replaced(List<String> now, @Nullable Object first) {
        String value = first == null ? "" : first.toString();
        if (!now.isEmpty() && now.getFirst().equalsIgnoreCase(value)) {
            return now;
        }
        List<String> wanted = new ArrayList<>(now.stream()
                .skip(1)
                .filter(other -> !other.equalsIgnoreCase(value))
                .toList());
        Optional.of(value).filter(text -> !text.isEmpty()).ifPresent(wanted::addFirst);
        return wanted;
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(entry -> entry.asString("")).toList();
    }

    private static @Nullable Object plain(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> value.asString();
            case BOOLEAN -> value.asBoolean();
            case NUMBER -> value.decimalValue();
            case ARRAY -> texts(value);
            default -> null;
        };
    }
}
