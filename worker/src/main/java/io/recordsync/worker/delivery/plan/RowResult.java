package io.recordsync.worker.delivery.plan;

import io.recordsync.connectors.ReadRecord;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.delivery.TwoWayDeliveries;
import java.util.Optional;

/** What follows from the answer of a system that is read. */
public sealed interface RowResult {

    /** The delivery is done. */
    record Settle(TwoWayDeliveries.Settled settled) implements RowResult {}

    /**
     * Nothing is settled: the row is judged as it was shown, and the record is delivered again afterwards.
     *
     * @param link the row's counterpart, if the row is to be linked to the record first
     * @param known the row's counterpart, if the row is linked already
     * @param endsDoubt whether the row shows what came of earlier calls
     */
    record Judge(ReadRecord row, Optional<Counterpart> link, Optional<Counterpart> known, boolean endsDoubt)
            implements RowResult {}
}
