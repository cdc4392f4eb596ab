package io.recordsync.worker.reading;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a person did to one path of a row. */
final class Edit {

    final String system;
    final String id;
    final String field;
    final String path;

    /** The row's change that this is. */
    final long number;

    /** When it was made, in steps of the round. */
    final int step;

    /** What the row shows of the field. */
    final @Nullable Object stored;

    /** The path's value as it is read back; what the row shows if it cannot be read. */
    final @Nullable Object value;

    boolean isRead;
    boolean isFollowed;
    boolean isTaken;

    /** Whether a newer value, or one in doubt, went over it before it was read: that is not seen. */
    boolean isOverwritten;

    Edit(
            String system,
            String id,
            String field,
            String path,
            long number,
            int step,
            @Nullable Object stored,
            @Nullable Object value) {
        this.system = system;
        this.id = id;
        this.field = field;
        this.path = path;
        this.number = number;
        this.step = step;
        this.stored = stored;
        this.value = value;
    }

    boolean isAt(String place, String row) {
        return system.equals(place) && id.equals(row);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "edit of %s at %s in step %d: %s (%s)", field, id, step, stored, value);
    }
}
