package io.recordsync.starter.bridge.load;

import io.recordsync.store.delivery.Backlog.Unsettled;
import java.util.List;
import java.util.Set;

/** The number of deliveries under way, as last read from the ledger. */
public final class InFlightLoad {

    private final BridgeSettings settings;
    private volatile Unsettled seen = new Unsettled(0, List.of(), Set.of());

    InFlightLoad(BridgeSettings settings) {
        this.settings = settings;
    }

    void saw(Unsettled unsettled) {
        seen = unsettled;
    }

    /** Whether too many deliveries are under way for workflows of single records, so that chunks are used. */
    public boolean isHigh() {
        return seen.working() >= settings.batchThreshold();
    }

    /**
     * Whether more deliveries are unsettled than {@code BRIDGE_UNSETTLED_CEILING} allows. Then no entry point accepts
     * further events.
     */
    public boolean isAboveCeiling() {
        return seen.total() > settings.unsettledCeiling();
    }
}
