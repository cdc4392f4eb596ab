package io.recordsync.worker.delivery;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Deadline;
import io.recordsync.connectors.Permits;
import io.recordsync.worker.delivery.retry.ActivityFailures;
import io.recordsync.worker.delivery.retry.DatabaseUnavailable;
import io.recordsync.worker.delivery.retry.DeliveryErrors;
import io.recordsync.worker.delivery.retry.RetryPolicy;
import io.temporal.activity.Activity;
import io.temporal.failure.TemporalFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Makes the attempts of deliveries and chunks within their times, and reports their failures to Temporal. */
public final class Attempts {

    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    private static final Duration AFTER_DEFECT = Duration.ofSeconds(30);

    private final DeliveryTimes times;
    private final Supplier<Duration> startToClose;
    private final Supplier<Permits> permits;
    private final RetryPolicy retries;
    private final InstantSource clock;

    /**
     * @param times the times from the settings of this process
     * @param startToClose the time that the activity in the calling thread may take
     * @param permits makes new permits for each delivery or chunk
     */
    public Attempts(
            DeliveryTimes times,
            Supplier<Duration> startToClose,
            Supplier<Permits> permits,
            RetryPolicy retries,
            InstantSource clock) {
        this.times = times;
        this.startToClose = startToClose;
        this.permits = permits;
        this.retries = retries;
        this.clock = clock;
    }

    /**
     * The start-to-close timeout of the activity that this thread runs. The workflow has set it, perhaps in a process
     * with other settings.
     */
    public static Duration startToCloseOfActivity() {
        return Activity.getExecutionContext().getInfo().getStartToCloseTimeout();
    }

    /**
     * One attempt, from its begin.
     *
     * @param times the times within its activity
     * @param scope the limits for its calls
     */
    public record Attempt(DeliveryTimes times, CallScope scope, InstantSource clock, Instant begun) {

        /** The time since the begin, for people. */
        public String took() {
            return ActivityFailures.seconds(Duration.between(begun, clock.instant()));
        }
    }

    /**
     * Makes one attempt, and reports its failure to Temporal. A failure that has no report yet is one of the database,
     * or a defect in recordsync.
     *
     * @param what what is attempted, for the log
     */
    public <T> T attempt(String what, Function<Attempt, T> work) {
        try {
            return work.apply(begin());
        } catch (DataAccessException e) {
            LOG.warn(
                    "the database is unavailable ({}); the {} waits",
                    e.getClass().getSimpleName(),
                    what);
            throw ActivityFailures.waiting("the database is unavailable", databaseWait());
        } catch (TemporalFailure e) {
            throw e;
        } catch (RuntimeException e) {
            throw ActivityFailures.attemptFailed(
                    String.valueOf(DeliveryErrors.defect(e, true).getMessage()), AFTER_DEFECT);
        }
    }

    private Attempt begin() {
        DeliveryTimes ofActivity = times.within(startToClose.get());
        CallScope scope = new CallScope(Deadline.in(ofActivity.calls()), permits.get());
        return new Attempt(ofActivity, scope, clock, clock.instant());
    }

    private Duration databaseWait() {
        return DatabaseUnavailable.WAIT.plus(retries.spread(DatabaseUnavailable.WAIT));
    }
}
