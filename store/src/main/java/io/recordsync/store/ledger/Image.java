package io.recordsync.store.ledger;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The newest state of one record. Contains personal data, so it is never logged.
 *
 * @param revision 0 for a record that no change has reached
 * @param life the number of the record's lives: a create after a delete begins a new one
 * @param deletedBy the source that deleted the record; null while it is not deleted
 * @param changedAt when the newest revision was accepted; null while it is not in the ledger
 */
public record Image(
        RecordKey key,
        long revision,
        int life,
        @Nullable String deletedBy,
        Map<String, @Nullable Object> fields,
        Versions versions,
        @Nullable Instant changedAt) {

    private static final int MAX_FIELDS = 2000;
    private static final int MAX_SOURCES = 100;
    private static final int MAX_CHARACTERS = 1_000_000;

    /** Stands for fields that are in the ledger but cannot be read. */
    private static final Map<String, @Nullable Object> UNREADABLE = Collections.unmodifiableMap(new LinkedHashMap<>());

    // Explicit, because javac does not tell other modules that a compact constructor takes null values.
    public Image(
            RecordKey key,
            long revision,
            int life,
            @Nullable String deletedBy,
            Map<String, @Nullable Object> fields,
            Versions versions,
            @Nullable Instant changedAt) {
        this.key = key;
        this.revision = revision;
        this.life = life;
        this.deletedBy = deletedBy;
        this.fields = isUnreadable(fields) ? fields : Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        this.versions = versions;
        this.changedAt = changedAt;
    }

    /** An image that is not in the ledger. */
    public Image(
            RecordKey key,
            long revision,
            int life,
            @Nullable String deletedBy,
            Map<String, @Nullable Object> fields,
            Versions versions) {
        this(key, revision, life, deletedBy, fields, versions, null);
    }

    /**
     * An image whose content in the ledger cannot be read, for example because somebody has edited it. Only this record
     * is affected.
     */
    static Image unreadable(RecordKey key, long revision, int life, @Nullable String deletedBy) {
        return new Image(key, revision, life, deletedBy, UNREADABLE, Versions.NONE);
    }

    /** @throws UnreadableImageException if the ledger's content of this record cannot be read */
    @Override
    public Map<String, @Nullable Object> fields() {
        if (isUnreadable(fields)) {
            throw new UnreadableImageException();
        }
        return fields;
    }

    /** Whether the ledger's content of the record cannot be read. */
    public boolean isUnreadable() {
        return isUnreadable(fields);
    }

    @SuppressWarnings("ReferenceEquality") // an empty record is not an unreadable one
    private static boolean isUnreadable(Map<String, @Nullable Object> fields) {
        return fields == UNREADABLE;
    }

    public static Image none(RecordKey key) {
        return new Image(key, 0, 0, null, Map.of(), Versions.NONE);
    }

    Image with(Versions versions) {
        return new Image(key, revision, life, deletedBy, fields, versions, changedAt);
    }

    /** A record that grew without limit would in the end slow down all other records of its partition. */
    boolean isTooLarge() {
        return fields.size() > MAX_FIELDS
                || versions.bySource().size() > MAX_SOURCES
                || StorableValues.characters(fields) > MAX_CHARACTERS;
    }

    /**
     * When a field was set: by the time of the change that set it, else when it was accepted. Empty for what is not in
     * the ledger.
     */
    public Optional<Instant> timeOf(String field) {
        return versions.timeOf(field).or(() -> Optional.ofNullable(changedAt));
    }

    public boolean deleted() {
        return deletedBy != null;
    }

    @Override
    public String toString() {
        return key + " at revision " + revision;
    }
}
