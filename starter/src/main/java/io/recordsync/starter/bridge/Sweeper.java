package io.recordsync.starter.bridge;

import io.recordsync.store.Backlog;
import io.recordsync.store.RecordKey;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts workflows for records that were changed some time ago and that nobody works on: a process may have died before it told Temporal. */
final class Sweeper {

    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

    private static final int MOST = 500;

    /** While much is under way, records wait in their chunks for long, and nobody has left them. */
    private static final int MORE_PATIENT_UNDER_LOAD = 20;

    private final Backlog backlog;
    private final SyncRecords workflows;
    private final Load load;
    private final Duration since;

    Sweeper(Backlog backlog, SyncRecords workflows, Load load, Duration since) {
        this.backlog = backlog;
        this.workflows = workflows;
        this.load = load;
        this.since = since;
    }

    /** Sweeps once. A record whose workflow cannot be started now is found again next time. */
    void sweep() {
        List<RecordKey> lying =
                backlog.takeLeftLying(load.isHigh() ? since.multipliedBy(MORE_PATIENT_UNDER_LOAD) : since, MOST);
        long started = lying.stream().filter(workflows::start).count();
        if (started > 0) {
            LOG.info("{} records had been left lying; their workflows are started", started);
        }
    }
}
