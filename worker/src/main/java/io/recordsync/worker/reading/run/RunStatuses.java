package io.recordsync.worker.reading.run;

import io.recordsync.store.reading.Run;
import io.recordsync.store.reading.RunCounts;
import io.recordsync.workflows.FailureTypes;
import io.recordsync.workflows.ReadChangesStatus;
import io.temporal.failure.ApplicationFailure;
import java.util.Locale;

/** What workflows are told of runs. */
final class RunStatuses {

    private RunStatuses() {}

    static ReadChangesStatus of(Run run) {
        RunCounts counts = run.counts();
        return new ReadChangesStatus(
                run.id(),
                run.status().stored(),
                run.page(),
                counts.processed(),
                counts.created(),
                counts.updated(),
                counts.failed());
    }

    static ApplicationFailure overtaken(long run) {
        return ApplicationFailure.newNonRetryableFailure(
                String.format(Locale.ROOT, "Run %d has ended, or another workflow has taken it over.", run),
                FailureTypes.RUN_OVERTAKEN);
    }
}
