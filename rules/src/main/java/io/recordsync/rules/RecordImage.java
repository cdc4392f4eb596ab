package io.recordsync.rules;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest state of one record, as the rules see it.
 *
 * @param entity the kind of record, e.g. {@code contact}
 * @param recordId the record's id at its source
 * @param fields JSON values: text, {@code Long}, {@code BigDecimal}, {@code Boolean}, null, {@code List}, {@code Map};
 *     {@code type} is the contact's type. They contain personal data, so {@link #toString()} leaves them out
 * @param deleted whether the record was deleted at its source
 */
public record RecordImage(String entity, String recordId, Map<String, @Nullable Object> fields, boolean deleted) {
    // Explicit, because javac does not tell other modules that a compact constructor takes null values.
    public RecordImage(String entity, String recordId, Map<String, @Nullable Object> fields, boolean deleted) {
        this.entity = entity;
        this.recordId = recordId;
        this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        this.deleted = deleted;
    }

    @Override
    public String toString() {
        return "RecordImage[" + entity + "/" + recordId + (deleted ? ", deleted]" : "]");
    }
}
