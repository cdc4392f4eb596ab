package io.recordsync.starter.bridge;

import io.recordsync.store.Backlog;
import io.recordsync.store.RecordKey;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Temporal of records that were changed some time ago and that nobody works on: a process may have died before it told Temporal, or a
 * person may have ended a chunk.
 */
final class Sweeper {

    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

    private static final int MOST = 500;

    /** While much is under way, records wait in their chunks for long, and nobody has left them. */
    private static final int MORE_PATIENT_UNDER_LOAD = 20;

    private final Backlog backlog;
    private final Lanes lanes;
    private final Load load;
    private final Duration since;

    Sweeper(Backlog backlog, Lanes lanes, Load load, Duration since) {
        this.backlog = backlog;
        this.lanes = lanes;
        this.load = load;
        this.since = since;
    }

    /** Sweeps once. A record that cannot be told now is found again another time. */
    void sweep() {
        Map<RecordKey, Long> lying =
                backlog.takeLeftLying(load.isHigh() ? since.multipliedBy(MORE_PATIENT_UNDER_LOAD) : since, MOST);
        lanes.sendLeftLying(lying);
        if (!lying.isEmpty()) {
            LOG.info("{} records had been left lying; Temporal is told", lying.size());
        }
    }
}
