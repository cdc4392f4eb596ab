package io.recordsync.worker.delivery;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Connector;
import io.recordsync.connectors.Deadline;
import io.recordsync.connectors.Permits;
import io.recordsync.settings.TenantSettings;
import io.recordsync.store.Deliveries;
import io.temporal.activity.Activity;
import io.temporal.failure.TemporalFailure;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * What deliveries need, one by one or in chunks.
 *
 * @param connectors the connectors of this process, by system
 * @param deliveries the deliveries in the ledger
 * @param permits makes new permits for each delivery or chunk
 * @param times the times from the settings of this process
 * @param startToClose the time that the activity in the calling thread may take
 * @param errorIds makes a new id each time
 */
public record DeliveryContext(
        Map<String, Connector> connectors,
        Deliveries deliveries,
        OwnRules rules,
        TenantSettings tenants,
        Circuits circuits,
        Supplier<Permits> permits,
        RetryPolicy retries,
        DeliveryTimes times,
        Supplier<Duration> startToClose,
        InstantSource clock,
        Supplier<String> errorIds,
        DeliveryMetrics metrics) {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryContext.class);

    private static final Duration MAX_LEASE_WAIT = Duration.ofSeconds(5);

    private static final Duration AFTER_DEFECT = Duration.ofSeconds(30);

    public DeliveryContext {
        connectors = Map.copyOf(connectors);
    }

    Connector connector(String system) {
        Connector connector = connectors.get(system);
        if (connector == null) {
            throw new IllegalStateException("no connector for " + system + " in this worker");
        }
        return connector;
    }

    /**
     * @throws io.temporal.failure.ApplicationFailure while the circuit of the system or of the account is open; it says
     *     how long to wait
     */
    CircuitGate gate(String tenant, String system) {
        CircuitGate gate = circuits.gate(tenant, system);
        if (gate.isOpen()) {
            throw ActivityFailures.waiting(circuitIsOpen(system), gate.patience(retries));
        }
        return gate;
    }

    static String circuitIsOpen(String system) {
        return "the circuit of " + system + " is open";
    }

    /**
     * How long to wait before another owner's lease is checked again, 5 s at most. Usually the lease is released long
     * before it ends.
     */
    static Duration untilNextLook(Duration wanted) {
        return wanted.compareTo(MAX_LEASE_WAIT) < 0 ? wanted : MAX_LEASE_WAIT;
    }

    /**
     * The start-to-close timeout of the activity that this thread runs. The workflow has set it, perhaps in a process
     * with other settings.
     */
    public static Duration startToCloseOfActivity() {
        return Activity.getExecutionContext().getInfo().getStartToCloseTimeout();
    }

    /** The times of the attempt that this thread begins. */
    DeliveryTimes timesOfAttempt() {
        return times.within(startToClose.get());
    }

    /** The scope of the calls of an attempt that begins now. */
    CallScope scope(DeliveryTimes attempt) {
        return new CallScope(Deadline.in(attempt.calls()), permits.get());
    }

    /**
     * Makes one attempt, and reports its failure to Temporal. A failure that has no report yet is one of the database,
     * or a defect in recordsync.
     *
     * @param what what is attempted, for the log
     */
    <T> T attempt(String what, Supplier<T> attempt) {
        try {
            return attempt.get();
        } catch (DataAccessException databaseAway) {
            LOG.warn(
                    "the database is away ({}); the {} waits",
                    databaseAway.getClass().getSimpleName(),
                    what);
            throw ActivityFailures.waiting("the database is away", databaseWait());
        } catch (TemporalFailure told) {
            throw told;
        } catch (RuntimeException exception) {
            throw ActivityFailures.attemptFailed(
                    String.valueOf(DeliveryErrors.defect(exception, true).getMessage()), AFTER_DEFECT);
        }
    }

    /**
     * Runs a statement, also in a worker that is stopping. If its thread were interrupted, the database connection
     * would break.
     */
    static void uninterrupted(Runnable statement) {
        boolean stopping = Thread.interrupted();
        try {
            statement.run();
        } finally {
            if (stopping) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Duration databaseWait() {
        return DatabaseUnavailable.WAIT.plus(retries.spread(DatabaseUnavailable.WAIT));
    }
}
