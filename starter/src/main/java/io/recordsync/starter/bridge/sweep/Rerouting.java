package io.recordsync.starter.bridge.sweep;

import io.recordsync.starter.bridge.lanes.LaneRouter;
import io.recordsync.starter.bridge.load.InFlightLoad;
import io.recordsync.store.delivery.ReroutingStore;
import io.recordsync.store.delivery.ReroutingStore.Step;
import io.recordsync.store.process.ProcessStore;
import java.util.List;
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

    private static final int MAX_LOOKED_AT = 500;

    /** Where few records are to be routed again, this many times as many are looked at in one round. */
    private static final int MAX_STEPS = 20;

    private final ProcessStore processes;
    private final ReroutingStore records;
    private final LaneRouter lanes;
    private final InFlightLoad load;
    private final BooleanSupplier isMine;

    /** @param isMine whether this process is the one among all starters that does this */
    Rerouting(
            ProcessStore processes,
            ReroutingStore records,
            LaneRouter lanes,
            InFlightLoad load,
            BooleanSupplier isMine) {
        this.processes = processes;
        this.records = records;
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
        Step step = records.step(rules, MAX_LOOKED_AT);
        for (int steps = 1; step.taken().isEmpty() && !step.isLast() && steps < MAX_STEPS; steps++) {
            step = records.step(rules, MAX_LOOKED_AT);
        }
        lanes.sendBackfill(step.taken());
        if (!step.taken().isEmpty()) {
            LOG.info(
                    "{} records that were routed by other rules are routed again by the rules {}",
                    step.taken().size(),
                    rules);
        }
    }
}
