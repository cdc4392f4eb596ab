package io.recordsync.worker.delivery.retry;

import io.recordsync.connectors.CallDeferredException;
import java.time.Duration;

/** The deferral of calls while the ledger cannot be reached. */
public final class DatabaseUnavailable {

    public static final Duration WAIT = Duration.ofSeconds(3);

    private DatabaseUnavailable() {}

    /** @param what what is missing, such as a permit for a call */
    public static CallDeferredException deferred(String what) {
        return new CallDeferredException(what + ": the database is unavailable", WAIT);
    }
}
