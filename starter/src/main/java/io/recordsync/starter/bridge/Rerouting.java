package io.recordsync.starter.bridge;

import io.recordsync.store.Backlog;
import io.recordsync.store.ProcessStore;
import io.recordsync.store.RecordKey;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies changed rules to records that do not change themselves: records that were routed by other rules are routed
 * again in the background. This happens only while all live processes that use rules have the same ones, because two
 * rule sets would otherwise keep overwriting each other's deliveries, and only while little is under way.
 */
final class Rerouting {

    private static final Logger LOG = LoggerFactory.getLogger(Rerouting.class);

    private static final int MOST = 250;

    private final ProcessStore processes;
    private final Backlog backlog;
    private final LaneRouter lanes;
    private final InFlightLoad load;
    private final BooleanSupplier isMine;

    /** @param isMine whether this process is the one among all starters that does this */
    Rerouting(ProcessStore processes, Backlog backlog, LaneRouter lanes, InFlightLoad load, BooleanSupplier isMine) {
        this.processes = processes;
        this.backlog = backlog;
        this.lanes = lanes;
        this.load = load;
        this.isMine = isMine;
    }

    /** Takes one portion of the records. If Temporal cannot be notified of them now, the sweep finds them. */
    void look() {
        if (!isMine.getAsBoolean() || load.isHigh()) {
            return;
        }
        List<String> rules = processes.rules();
        if (rules.size() == 1) {
            routeAgain(rules.getFirst());
        }
    }

    private void routeAgain(String rules) {
        Map<RecordKey, Long> taken = backlog.takeRoutedByOthers(rules, MOST);
        lanes.sendBackfill(taken);
        if (!taken.isEmpty()) {
            LOG.info("{} records that other rules had routed are routed again, by the rules {}", taken.size(), rules);
        }
    }
}
