package io.recordsync.starter.bridge.sweep;

import io.recordsync.process.ErrorIds;
import io.recordsync.process.StandingAlert;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Alerts once, from one starter among all, when processes that have been alive for ten minutes have different rules. A
 * rolling update would be over by then. Used by one thread.
 */
final class RulesAlert {

    private static final Logger LOG = LoggerFactory.getLogger(RulesAlert.class);

    private final Supplier<List<String>> rulesForLong;
    private final BooleanSupplier tells;
    private final StandingAlert alert;

    /**
     * @param rulesForLong the rule sets of the processes that have lived for longer than it takes to exchange them
     * @param tells whether this process is the one among all starters that alerts
     */
    RulesAlert(Supplier<List<String>> rulesForLong, BooleanSupplier tells, ErrorIds errorIds) {
        this.rulesForLong = rulesForLong;
        this.tells = tells;
        this.alert = StandingAlert.of(LOG, errorIds);
    }

    void look() {
        if (!tells.getAsBoolean()) {
            alert.leave();
            return;
        }
        List<String> rules = rulesForLong.get();
        if (rules.size() > 1) {
            alert.raise(() -> ("live workers have had different rules for more than 10 minutes (fingerprints"
                            + " %s). Deliveries wait for a worker with the rules by which they were routed,"
                            + " and no record is routed again. Give all workers the same SYNC_RULES")
                    .formatted(String.join(", ", rules)));
        } else {
            alert.clear("all live workers have the same rules again");
        }
    }
}
