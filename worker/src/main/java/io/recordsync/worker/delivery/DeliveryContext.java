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
 * What deliveries are made with, one by one or in chunks.
 *
 * @param connectors by system, those of this process
 * @param deliveries the ledger's
 * @param permits new ones for each delivery or chunk
 * @param times by the settings of this process
 * @param startToClose what may be taken by the activity that the asking thread runs
 * @param errorIds makes a new one each time
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

    private static final Duration LONGEST_LOOK = Duration.ofSeconds(5);

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

    /** @throws io.temporal.failure.ApplicationFailure to wait, while the system's circuit is open */
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

    /** When to look at a lease of others again: mostly it is given back long before it ends. */
    static Duration untilNextLook(Duration wanted) {
        return wanted.compareTo(LONGEST_LOOK) < 0 ? wanted : LONGEST_LOOK;
    }

    /** Of the activity that this thread runs, as whoever started it said: another process may have other settings. */
    public static Duration startToCloseOfActivity() {
        return Activity.getExecutionContext().getInfo().getStartToCloseTimeout();
    }

    /** The times of the attempt that this thread begins. */
    DeliveryTimes timesOfAttempt() {
        return times.within(startToClose.get());
    }

    /** In which an attempt that begins now may call. */
    CallScope scope(DeliveryTimes attempt) {
        return new CallScope(Deadline.in(attempt.calls()), permits.get());
    }

    /**
     * Makes one attempt, and says its failure to Temporal: whatever is not told yet is the database's, or a defect of ours.
     *
     * @param what is attempted, for the log
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

    /** Also by a worker that is told to stop: a database connection would break if its thread were interrupted. */
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
