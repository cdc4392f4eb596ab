package io.recordsync.connectors.pipedrive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The e-mail addresses, or the phone numbers, of a person. A rule's {@code email} and {@code phone} are the primary
 * ones. The others are entered by people and are kept.
 */
enum ContactPoints {
    EMAILS("email", "emails"),
    PHONES("phone", "phones");

    private static final String FIRST_LABEL = "work";

    private final String ruleName;
    private final String member;

    ContactPoints(String ruleName, String member) {
        this.ruleName = ruleName;
        this.member = member;
    }

    /** The list that a rule's field is the primary entry of; empty for any other field. */
    static Optional<ContactPoints> named(PipedriveObject object, String ruleName) {
        return object == PipedriveObject.PERSONS
                ? Arrays.stream(values())
                        .filter(list -> list.ruleName.equals(ruleName))
                        .findFirst()
                : Optional.empty();
    }

    String ruleName() {
        return ruleName;
    }

    /** The name in request and response bodies. */
    String member() {
        return member;
    }

    Set<String> names() {
        return Set.of(ruleName, member);
    }

    /** The primary entry; empty if the person has none. */
    String primary(JsonNode person) {
        return all(person).stream()
                .filter(Entry::primary)
                .findFirst()
                .or(() -> all(person).stream().findFirst())
                .map(Entry::value)
                .orElse("");
    }

    boolean holds(JsonNode person, String value) {
        return all(person).stream().anyMatch(entry -> isSame(entry.value(), value));
    }

    boolean isPrimary(JsonNode person, String value) {
        return isSame(primary(person), value);
    }

    /** The person's entries with another primary one, or without a primary one if the value is empty. */
    List<Map<String, Object>> with(JsonNode person, String value) {
        List<Entry> old = all(person);
        String before = primary(person);
        List<Entry> others = old.stream()
                .filter(entry -> !entry.value().equals(before) && !isSame(entry.value(), value))
                .toList();
        List<Entry> kept = new ArrayList<>();
        if (!value.isEmpty()) {
            kept.add(new Entry(value, label(old, before)));
        }
        kept.addAll(others);
        return inOrder(kept);
    }

    private static List<Map<String, Object>> inOrder(List<Entry> entries) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Entry entry : entries) {
            all.add(Map.of("value", entry.value(), "primary", all.isEmpty(), "label", entry.label()));
        }
        return all;
    }

    private static String label(List<Entry> old, String primary) {
        return old.stream()
                .filter(entry -> entry.value().equals(primary))
                .findFirst()
                .map(Entry::label)
                .orElse(FIRST_LABEL);
    }

    private List<Entry> all(JsonNode person) {
        return person.path(member)
                .valueStream()
                .map(Entry::of)
                .filter(entry -> !entry.value().isEmpty())
                .toList();
    }

    /** E-mail addresses are compared case-insensitively, as Pipedrive may convert them to lower case. */
    private boolean isSame(String one, String other) {
        return this == EMAILS ? one.equalsIgnoreCase(other) : one.equals(other);
    }

    private record Entry(String value, String label, boolean primary) {

        Entry(String value, String label) {
            this(value, label, false);
        }

        static Entry of(JsonNode entry) {
            return new Entry(
                    entry.path("value").asString(""),
                    entry.path("label").asString(FIRST_LABEL),
                    entry.path("primary").asBoolean(false));
        }
    }
}
