package io.recordsync.starter.events;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A contact's type stands in one field, by which the rules route, whatever its source calls it. */
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

    /** @param otherwise the type where the fields have none */
    static void settle(Map<String, @Nullable Object> fields, String otherwise) {
        settle(fields);
        fields.putIfAbsent(FIELD, otherwise);
    }
}
