package io.recordsync.starter.events;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts a contact's type into the one field that the rules use for routing, whatever the source calls it. */
final class ContactType {

    private static final String FIELD = "type";
    private static final String ALIAS = "contact";

    private ContactType() {}

    static void settle(Map<String, @Nullable Object> fields) {
        if (fields.get(ALIAS) instanceof String type) {
            fields.remove(ALIAS);
            fields.put(FIELD, type);
        }
    }

    /** @param otherwise the type to use if the fields have none */
    static void settle(Map<String, @Nullable Object> fields, String otherwise) {
        settle(fields);
        fields.putIfAbsent(FIELD, otherwise);
    }
}
