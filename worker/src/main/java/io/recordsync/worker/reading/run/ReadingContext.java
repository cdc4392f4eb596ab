package io.recordsync.worker.reading.run;

import io.recordsync.rules.ReadingRules;
import io.recordsync.rules.RuleSet;
import io.recordsync.store.Store;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.worker.delivery.Attempts;
import io.recordsync.worker.delivery.DeliveryTimes;
import io.recordsync.worker.delivery.SystemAccess;
import io.recordsync.worker.delivery.retry.RetryPolicy;
import io.recordsync.worker.reading.GoneRows;
import io.recordsync.worker.reading.PageAcceptance;
import io.recordsync.worker.reading.Readings;
import io.temporal.activity.Activity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What the runs of readers need.
 *
 * @param attempts with permits for background work
 * @param pageTime how long a page may take
 * @param failedBefore how often the activity in the calling thread has failed before
 */
public record ReadingContext(
        SystemAccess systems,
        Store store,
        RuleSet rules,
        PageAcceptance readings,
        Attempts attempts,
        RetryPolicy retries,
        Supplier<String> errorIds,
        Duration pageTime,
        IntSupplier failedBefore) {

    /** The time to judge a page, after the last call. */
    static final Duration TO_JUDGE = Duration.ofSeconds(45);

    private static final Duration LEAST_PAGE_TIME = Duration.ofMinutes(2);

    /** How often the activity has failed that this thread runs. */
    public static int failedBeforeInActivity() {
        return Activity.getExecutionContext().getInfo().getAttempt() - 1;
    }

    /** The time of a page, given the times of a delivery's calls. */
    public static Duration pageTime(DeliveryTimes times) {
        Duration calls = times.activity().plus(TO_JUDGE);
        return calls.compareTo(LEAST_PAGE_TIME) > 0 ? calls : LEAST_PAGE_TIME;
    }

    /** For runs that show the rows that they judge. */
    Readings rehearsals() {
        return new Readings(store, rules, errorIds);
    }

    GoneRows goneRows() {
        return new GoneRows(store, rules);
    }

    /** The rules by which a reader reads. Its run has begun, so that there are some. */
    ReadingRules reading(ReaderKey key) {
        return rules.reading(key.system(), key.entity())
                .orElseThrow(() -> new RunFailedException(
                        "The rules do not read %s any more. Give all workers the same SYNC_RULES.".formatted(key)));
    }

    /** The vendor's fields that a reader asks for. */
    List<String> fields(ReaderKey key) {
        ReadingRules reading = reading(key);
        List<String> fields = new ArrayList<>(reading.readFields());
        reading.idFields().stream().filter(field -> !fields.contains(field)).forEach(fields::add);
        return fields;
    }

    /** The vendor's name of what a reader reads. */
    String object(ReaderKey key) {
        return Objects.requireNonNull(rules.objects(key.system()).get(key.entity()));
    }
}
