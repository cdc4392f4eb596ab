package io.recordsync.starter.bridge;

import io.recordsync.store.Backlog.Unsettled;

/** How much is under way, as it was last seen. */
final class Load {

    private final BridgeSettings settings;
    private volatile long working;

    Load(BridgeSettings settings) {
        this.settings = settings;
    }

    void saw(Unsettled unsettled) {
        working = unsettled.working();
    }

    /** Whether more is under way than workflows of single records are for. */
    boolean isHigh() {
        return working >= settings.batchThreshold();
    }
}
