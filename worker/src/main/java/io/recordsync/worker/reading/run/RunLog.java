package io.recordsync.worker.reading.run;

import io.recordsync.connectors.Page;
import io.recordsync.connectors.Page.Unreadable;
import io.recordsync.process.LogFields;
import io.recordsync.store.reading.Run;
import io.recordsync.store.reading.Run.RunError;
import io.recordsync.store.reading.RunCounts;
import io.recordsync.store.reading.RunStatus;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the log says of runs. */
final class RunLog {

    private static final Logger LOG = LoggerFactory.getLogger(RunLog.class);

    private static final int MOST_LOGGED = 20;

    private RunLog() {}

    /** A run that has begun, or goes on. */
    static void begin(Run run) {
        if (run.options().overwrites() && run.page() == 0 && !run.isDry()) {
            LOG.warn(
                    "The {} {} sync overwrites every field that is read with the system's value, whoever owns it. {}"
                            + " has asked for it",
                    run.key().system(),
                    run.key().entity(),
                    run.askedBy());
        }
    }

    /** A run of all rows that takes much of what the account allows. */
    static void costly(Run run) {
        LOG.info(
                "The {} {} sync has read all rows with {} calls, which is more than a tenth of what the account"
                        + " allows in a day. By schedule it does so once a week, unless a person decides otherwise with"
                        + " `recordsync readers set {} {} --full`",
                run.key().system(),
                run.key().entity(),
                run.counts().calls(),
                run.key().system(),
                run.key().entity());
    }

    /** @param ahead how far the system's clock is ahead of ours */
    static void start(Run run, Page page, Duration ahead) {
        LOG.info(
                "Starting {} {} sync with {} records",
                run.key().system(),
                run.key().entity(),
                page.last() ? page.records().size() : "an unknown number of");
        if (!ahead.isZero()) {
            LOG.warn(
                    "The clock of {} is {} s {} ours. Its times are corrected by that",
                    run.key().system(),
                    ahead.abs().toSeconds(),
                    ahead.isNegative() ? "behind" : "ahead of");
        }
    }

    /** Entries that are no rows. */
    static void unreadable(List<Unreadable> entries) {
        entries.stream()
                .limit(MOST_LOGGED)
                .forEach(entry ->
                        LOG.warn("{} is passed over, because it cannot be read: {}", entry.place(), entry.reason()));
    }

    /** How a run has ended. */
    static void end(Run run) {
        RunCounts counts = run.counts();
        if (run.status() == RunStatus.FAILED && run.error().isPresent()) {
            logFailed(run, run.error().get());
        } else if (run.status() == RunStatus.CANCELLED) {
            LOG.info(
                    "The {} {} sync was cancelled after {} pages",
                    run.key().system(),
                    run.key().entity(),
                    run.page());
        } else if (run.isDry()) {
            logDry(run);
        } else if (run.status() == RunStatus.WAITING) {
            logHeld(run);
        } else {
            LOG.info(
                    "Completed {} {} sync: {} created, {} updated, {} failed",
                    run.key().system(),
                    run.key().entity(),
                    counts.created(),
                    counts.updated(),
                    counts.failed());
        }
    }

    private static void logDry(Run run) {
        LOG.info(
                "The dry run of {} {} has ended. A run would create {} records and update {}; {} rows would fail",
                run.key().system(),
                run.key().entity(),
                run.counts().created(),
                run.counts().updated(),
                run.counts().failed());
    }

    private static void logHeld(Run run) {
        LOG.warn(
                "The {} {} sync holds {} deletes, fields or rows, because they are too many at once. None of them is"
                        + " applied before a person decides: `recordsync approve {}` or `recordsync reject {}`.",
                run.key().system(),
                run.key().entity(),
                run.counts().held(),
                run.id(),
                run.id());
    }

    private static void logFailed(Run run, RunError error) {
        LogFields.ofError(error.errorId())
                .during(() -> LOG.warn(
                        "The {} {} sync has failed: {} It is not retried. The next one begins where its reader"
                                + " stands.",
                        run.key().system(),
                        run.key().entity(),
                        error.message()));
    }
}
