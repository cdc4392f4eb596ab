package io.recordsync.store.counterpart;

import java.util.Comparator;

/**
 * Where a row is.
 *
 * @param object the vendor's name of the object that the row belongs to
 * @param externalId the system's own id of the row
 */
public record RowPlace(String tenant, String system, String object, String externalId) implements Comparable<RowPlace> {

    private static final Comparator<RowPlace> ORDER = Comparator.comparing(RowPlace::tenant)
            .thenComparing(RowPlace::system)
            .thenComparing(RowPlace::object)
            .thenComparing(RowPlace::externalId);

    @Override
    public int compareTo(RowPlace other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return "%s %s %s".formatted(system, object, externalId);
    }
}
