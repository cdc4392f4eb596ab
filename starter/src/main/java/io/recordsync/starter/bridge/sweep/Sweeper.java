package io.recordsync.starter.bridge.sweep;

import io.recordsync.starter.bridge.lanes.LaneRouter;
import io.recordsync.starter.bridge.load.BridgeSettings;
import io.recordsync.starter.bridge.load.InFlightLoad;
import io.recordsync.store.delivery.SweepStore;
import io.recordsync.store.delivery.SweepStore.Stretch;
import io.recordsync.store.ledger.RecordKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifies Temporal of records that nobody works on. The periodic sweep finds records that changed some time ago and
 * are still not settled, for instance because a process died before it notified Temporal, or because a person
 * terminated a chunk. When a person asks for it, the sweep covers all records that are not settled or are parked,
 * because Temporal's own store may be lost.
 */
public final class Sweeper {

    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

    /**
     * Each query skips the rows that the queries before it have taken, so that fetching one chunk per query would
     * become slower with each chunk.
     */
    private static final int CHUNKS_AT_A_TIME = 10;

    /**
     * The number of records in one step of a requested sweep. Each parked record costs one call to Temporal, and the
     * caller waits for all of them.
     */
    private static final int STRETCH = 2000;

    /**
     * The factor by which the waiting time grows while many deliveries are under way: records then wait long in their
     * chunks without being forgotten.
     */
    private static final int MORE_PATIENT_UNDER_LOAD = 20;

    private final SweepStore sweeps;
    private final LaneRouter lanes;
    private final InFlightLoad load;
    private final BridgeSettings settings;
    private final Clock clock;

    Sweeper(SweepStore sweeps, LaneRouter lanes, InFlightLoad load, BridgeSettings settings, Clock clock) {
        this.sweeps = sweeps;
        this.lanes = lanes;
        this.load = load;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * The result for a portion of records.
     *
     * @param looked the number of records in the portion
     * @param told the number of records of which Temporal was notified
     * @param last the last record of the portion; empty when there are no further records
     */
    public record Swept(int looked, int told, Optional<RecordKey> last) {}

    /**
     * Sweeps until no such record is left, or until the next sweep is due, because the first records could then be
     * found again. A record that cannot be handed to Temporal now is found again by a later sweep.
     */
    public void sweep() {
        Instant end = clock.instant().plus(settings.sweepEvery());
        int told = 0;
        Map<RecordKey, Long> overdue = overdue();
        while (!overdue.isEmpty()) {
            lanes.sendOverdue(overdue);
            told += overdue.size();
            overdue = clock.instant().isBefore(end) ? overdue() : Map.of();
        }
        if (told > 0) {
            LOG.info("{} records were not settled in time; their workflows have been signalled", told);
        }
    }

    private Map<RecordKey, Long> overdue() {
        Duration since = settings.sweepEvery();
        return sweeps.takeOverdue(
                load.isHigh() ? since.multipliedBy(MORE_PATIENT_UNDER_LOAD) : since,
                CHUNKS_AT_A_TIME * settings.maxChunk());
    }

    /**
     * Notifies Temporal of the records of one portion that are not settled or are parked, whether or not somebody seems
     * to work on them.
     *
     * @param after the last record of the portion before; empty for the first portion
     * @throws RuntimeException if PostgreSQL or Temporal cannot be reached. The same portion may be swept again
     */
    public Swept sweepAll(Optional<RecordKey> after) {
        Stretch stretch = sweeps.stretch(after, STRETCH);
        lanes.sendOverdue(stretch.unsettled());
        lanes.sendEach(stretch.parked());
        int told = stretch.unsettled().size() + stretch.parked().size();
        LOG.info(
                "A person has started a sweep of all records: of the next {} records, {} are unsettled or"
                        + " parked; their workflows have been signalled",
                stretch.looked(),
                told);
        return new Swept(stretch.looked(), told, stretch.last());
    }
}
