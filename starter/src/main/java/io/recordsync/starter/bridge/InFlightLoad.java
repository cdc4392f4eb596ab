package io.recordsync.starter.bridge;

import io.recordsync.store.Backlog.Unsettled;
import java.util.List;
import java.util.Set;

/** How much is under way, as it was last seen. */
public final class InFlightLoad {

    private final BridgeSettings settings;
    private volatile Unsettled seen = new Unsettled(0, List.of(), Set.of());

    InFlightLoad(BridgeSettings settings) {
        this.settings = settings;
    }

    void saw(Unsettled unsettled) {
        seen = unsettled;
    }

    /** Whether more is under way than workflows of single records are for. */
    boolean isHigh() {
        return seen.working() >= settings.batchThreshold();
    }

    /** Whether more is unsettled than {@code BRIDGE_UNSETTLED_CEILING} allows, so that nothing more is to be taken in by any door. */
    public boolean isAboveCeiling() {
        return seen.total() > settings.unsettledCeiling();
    }
}
