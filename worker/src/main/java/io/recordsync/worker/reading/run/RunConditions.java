package io.recordsync.worker.reading.run;

import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.reading.Reader;
import io.recordsync.store.reading.ReaderSettings;
import io.recordsync.store.reading.ReaderSettings.Decision;
import io.recordsync.store.reading.ReaderSettingsStore.FailedFulls;
import io.recordsync.store.reading.ReaderSettingsStore.LastFull;
import io.recordsync.store.reading.Run;
import io.recordsync.workflows.BeginRunResult;
import io.recordsync.workflows.ReadChangesInput;
import io.recordsync.workflows.ReadChangesStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a run may begin now, and whether one of a schedule reads all rows. */
final class RunConditions {

    private static final Logger LOG = LoggerFactory.getLogger(RunConditions.class);

    /** How soon a run goes on after its reader is resumed. */
    static final Duration WHILE_PAUSED = Duration.ofSeconds(5);

    private static final Duration WHILE_OLDER_BUILDS_LIVE = Duration.ofMinutes(1);
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final int PARTS_OF_AGE = 4;

    /** A full run that has failed is tried again after this part of the time between two of them. */
    private static final int PARTS_BEFORE_RETRY = 24;

    private static final int MOST_DOUBLINGS = 10;
    private static final int PARTS_OF_DAY = 10;
    private static final Duration WEEK = Duration.ofDays(7);

    private final ReadingContext context;

    RunConditions(ReadingContext context) {
        this.context = context;
    }

    /** Why no run may begin now; empty if one may. */
    Optional<BeginRunResult> obstacle(ReaderKey key, ReadChangesInput input) {
        return pause(key)
                .map(pause -> notNow(input, ReadChangesStatus.WAITING, pause))
                .or(() -> throttled(key, input));
    }

    /** How long a run of the reader waits before it looks again whether it may go on; empty if it may go on now. */
    Optional<Duration> pause(ReaderKey key) {
        List<String> older = context.store().processes().ofOlderBuilds();
        if (older.isEmpty()) {
            return paused(key).map(pause -> WHILE_PAUSED);
        }
        LOG.warn(
                "The {} {} sync waits until these processes have ended, because their build does not know of edits in"
                        + " systems, of held fields and rows, or of dry runs: {}",
                key.system(),
                key.entity(),
                String.join(", ", older));
        return Optional.of(WHILE_OLDER_BUILDS_LIVE);
    }

    /** A schedule begins a read of all rows that fails again and again less and less often. */
    private Optional<BeginRunResult> throttled(ReaderKey key, ReadChangesInput input) {
        Reader reader = context.store().readers().of(key);
        boolean beginsAnew =
                isScheduled(input) && (reader.needsFull() || reader.cursor().isEmpty());
        if (!beginsAnew) {
            return Optional.empty();
        }
        FailedFulls failed = context.store().readerSettings().failedFulls(key);
        ReaderSettings set = context.store().readerSettings().of(key);
        Duration every = set.every().orElseGet(() -> context.reading(key).every());
        Duration full = set.full().orElseGet(() -> context.reading(key).full());
        if (!isTooSoon(failed, every, full)) {
            return Optional.empty();
        }
        LOG.warn(
                "The {} {} sync has failed {} times while it read all rows, and is not begun yet. `recordsync runs {}`"
                        + " says why; `recordsync sync {} {}` begins it at once",
                key.system(),
                key.entity(),
                failed.count(),
                key.system(),
                key.system(),
                key.entity());
        return Optional.of(notNow(input, ReadChangesStatus.WAITING, LONGEST_WAIT));
    }

    /** After each failure twice as long, and no longer than a full run that has failed waits. */
    static boolean isTooSoon(FailedFulls failed, Duration every, Duration full) {
        if (failed.count() == 0 || failed.ago().isEmpty()) {
            return false;
        }
        Duration doubled = every.multipliedBy(1L << Math.min(failed.count() - 1, MOST_DOUBLINGS));
        Duration longest = longer(full.dividedBy(PARTS_BEFORE_RETRY), every);
        return failed.ago().get().compareTo(shorter(doubled, longest)) < 0;
    }

    /** The answer while another owner has a run of the reader. */
    BeginRunResult busy(ReadChangesInput input, Run run, ReadChangesStatus status, Duration left) {
        Duration part = Duration.between(run.startedAt(), run.touchedAt()).dividedBy(PARTS_OF_AGE);
        Duration wait = shorter(longer(part, SHORTEST_WAIT), LONGEST_WAIT);
        return notNow(input, status, shorter(wait, left));
    }

    /** Nobody waits for a run of a schedule: the next one comes. */
    private static BeginRunResult notNow(ReadChangesInput input, ReadChangesStatus status, Duration pause) {
        return isScheduled(input)
                ? new BeginRunResult(null, status.withStatus("skipped"), null, true, null)
                : new BeginRunResult(null, status, pause);
    }

    /** Who has paused the reader. */
    private Optional<Decision> paused(ReaderKey key) {
        return context.store().readerSettings().of(key).paused();
    }

    /** Whether all rows are to be read: if somebody asks for it, or if it is due and a schedule asks. */
    boolean isFull(ReaderKey key, ReadChangesInput input) {
        return Boolean.TRUE.equals(input.full()) || (isScheduled(input) && isFullDue(key));
    }

    /** What the rules say, but not more often than weekly where that takes much of the day's calls. */
    private Duration affordable(ReaderKey key) {
        Duration every = context.reading(key).full();
        return isLastFullCostly(key) ? longer(every, WEEK) : every;
    }

    /** Whether the last run that has read all rows has taken much of what the account allows in a day. */
    boolean isLastFullCostly(ReaderKey key) {
        OptionalLong limit =
                context.systems().connector(key.system()).capabilities().quota().dailyLimit();
        return context.store()
                .readerSettings()
                .lastFullRun(key)
                .filter(run -> isCostly(run.cost(), limit))
                .isPresent();
    }

    /** Whether a run of this cost has taken more than a tenth of what a day allows. */
    static boolean isCostly(long cost, OptionalLong dailyLimit) {
        return dailyLimit.isPresent() && cost > dailyLimit.getAsLong() / PARTS_OF_DAY;
    }

    private boolean isFullDue(ReaderKey key) {
        ReaderSettings set = context.store().readerSettings().of(key);
        Duration every = set.full().orElseGet(() -> affordable(key));
        return isDue(context.store().readerSettings().lastFull(key), every);
    }

    /**
     * A full run that fails again and again must not keep deltas from being read.
     *
     * @param every the time between two full runs
     */
    static boolean isDue(LastFull last, Duration every) {
        Duration retry = every.dividedBy(PARTS_BEFORE_RETRY);
        return last.complete().map(age -> age.compareTo(every) >= 0).orElse(true)
                && last.begun().map(age -> age.compareTo(retry) >= 0).orElse(true);
    }

    private static boolean isScheduled(ReadChangesInput input) {
        return ReadChangesInput.SCHEDULE.equals(input.askedBy());
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
