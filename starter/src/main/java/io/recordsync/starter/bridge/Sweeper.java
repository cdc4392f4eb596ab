package io.recordsync.starter.bridge;

import io.recordsync.store.Backlog;
import io.recordsync.store.Backlog.Stretch;
import io.recordsync.store.RecordKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Temporal of records that nobody works on: of those that were changed some time ago, as a process may have died before it told Temporal, or
 * a person may have ended a chunk; and, when a person asks for it, of all that are not finished, as Temporal's own store may be lost.
 */
public final class Sweeper {

    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

    /** Each look passes over what the looks before it have handed out, so that looking for one chunk at a time would take ever longer. */
    private static final int CHUNKS_AT_A_TIME = 10;

    /** Each that is parked is one call to Temporal, and whoever asks waits for all of them. */
    private static final int STRETCH = 2000;

    /** While much is under way, records wait in their chunks for long, and nobody has left them. */
    private static final int MORE_PATIENT_UNDER_LOAD = 20;

    private final Backlog backlog;
    private final LaneRouter lanes;
    private final InFlightLoad load;
    private final BridgeSettings settings;
    private final Clock clock;

    Sweeper(Backlog backlog, LaneRouter lanes, InFlightLoad load, BridgeSettings settings, Clock clock) {
        this.backlog = backlog;
        this.lanes = lanes;
        this.load = load;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * What became of a stretch of records.
     *
     * @param looked how many it is of
     * @param told of how many of them Temporal was told
     * @param last where the stretch ended; empty when there was none left
     */
    public record Swept(int looked, int told, Optional<RecordKey> last) {}

    /**
     * Sweeps until nothing is left lying, or until the next sweep is due: what was told first could be found again then. A record that cannot be told
     * now is found again another time.
     */
    void sweep() {
        Instant end = clock.instant().plus(settings.sweepEvery());
        int told = 0;
        Map<RecordKey, Long> lying = leftLying();
        while (!lying.isEmpty()) {
            lanes.sendLeftLying(lying);
            told += lying.size();
            lying = clock.instant().isBefore(end) ? leftLying() : Map.of();
        }
        if (told > 0) {
            LOG.info("{} records had been left lying; Temporal is told", told);
        }
    }

    private Map<RecordKey, Long> leftLying() {
        Duration since = settings.sweepEvery();
        return backlog.takeLeftLying(
                load.isHigh() ? since.multipliedBy(MORE_PATIENT_UNDER_LOAD) : since,
                CHUNKS_AT_A_TIME * settings.maxChunk());
    }

    /**
     * Tells Temporal of the records of one stretch that are not settled or have something parked, whether or not somebody seems to work on them.
     *
     * @param after where the stretch before ended; empty for the first
     * @throws RuntimeException if PostgreSQL or Temporal cannot be reached; the same stretch may be swept again
     */
    public Swept sweepAll(Optional<RecordKey> after) {
        Stretch stretch = backlog.stretch(after, STRETCH);
        lanes.sendLeftLying(stretch.unsettled());
        lanes.sendEach(stretch.parked());
        int told = stretch.unsettled().size() + stretch.parked().size();
        LOG.info(
                "A sweep of all records was asked for: of the {} next records {} are not settled or are parked; Temporal is told",
                stretch.looked(),
                told);
        return new Swept(stretch.looked(), told, stretch.last());
    }
}
