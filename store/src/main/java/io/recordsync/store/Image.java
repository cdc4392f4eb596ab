package io.recordsync.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest state of one record. Holds personal data: never logged.
 *
 * @param revision 0 for a record that no change has reached
 * @param life how many lives it has had: a create after a delete begins a new one
 * @param deletedBy the source that deleted it; null while it lives
 */
public record Image(
        RecordKey key,
        long revision,
        int life,
        @Nullable String deletedBy,
        Map<String, @Nullable Object> fields,
        Versions versions) {

    private static final int MOST_FIELDS = 2000;
    private static final int MOST_SOURCES = 100;
    private static final int MOST_CHARACTERS = 1_000_000;

    public Image {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    public static Image none(RecordKey key) {
        return new Image(key, 0, 0, null, Map.of(), Versions.NONE);
    }

    Image with(Versions versions) {
        return new Image(key, revision, life, deletedBy, fields, versions);
    }

    /** A record that grows without end would in the end slow down all others of its partition. */
    boolean isTooLarge() {
        return fields.size() > MOST_FIELDS
                || versions.bySource().size() > MOST_SOURCES
                || Storable.characters(fields) > MOST_CHARACTERS;
    }

    public boolean deleted() {
        return deletedBy != null;
    }

    @Override
    public String toString() {
        return key + " at revision " + revision;
    }
}
