package io.recordsync.worker.reading;

import io.recordsync.rules.RecordPaths;
import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.delivery.DeliveryState;
import io.recordsync.store.delivery.Standing;
import io.recordsync.store.ledger.Image;
import io.recordsync.store.ledger.RecordKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger knows when a row is judged.
 *
 * @param image the record's image; one of revision 0 if the record does not exist
 * @param counterpart the row's counterpart; one without a base if the row was not linked before
 * @param delivery the record's delivery to the system
 * @param conflicts the row's open conflicts
 */
record Known(Image image, Counterpart counterpart, Standing delivery, List<Conflict> conflicts) {

    Known {
        conflicts = List.copyOf(conflicts);
    }

    Known with(Counterpart other) {
        return other.equals(counterpart) ? this : new Known(image, other, delivery, conflicts);
    }

    RecordKey key() {
        return image.key();
    }

    /** Our value of a path. */
    @Nullable Object ours(String path) {
        return RecordPaths.value(image.fields(), path);
    }

    /** Whether something of ours still waits to be given to the system. */
    boolean isWaiting() {
        return delivery.isWaiting(image.revision());
    }

    /** Whether the row counted as gone, and is there again. */
    boolean isReturned() {
        return counterpart.isGone() || delivery.state() == DeliveryState.GONE;
    }

    boolean isNew() {
        return image.revision() == 0;
    }
}
