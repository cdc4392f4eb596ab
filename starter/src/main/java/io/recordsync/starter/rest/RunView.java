package io.recordsync.starter.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.recordsync.store.reading.Run;
import io.recordsync.store.reading.Run.RunError;
import io.recordsync.store.reading.RunCounts;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One run of a reader. */
@Schema(name = "Run")
public record RunView(
        long id,
        @JsonProperty("crm_source") String system,
        String entity,

        @Schema(
                description = "delta: changed rows; full: all rows; link: all rows, for the first time; push: records"
                        + " that the system lacks after that; resend: records that it would be given otherwise by now.")
        @JsonProperty("sync_type")
        String kind,

        @Schema(
                description = "running; success: no row failed; partial: some did; failed: the run broke off, or all"
                        + " rows did; cancelled; waiting: it has ended, and a person has to approve or reject its"
                        + " deletes.")
        String status,

        @Schema(description = "Whether it only shows what it would change.") @JsonProperty("dry_run")
        boolean dry,

        @JsonProperty("asked_by") String askedBy,
        @JsonProperty("workflow_id") String workflowId,

        @Schema(description = "Rows that were judged; for push and resend the records that were looked at.")
        @JsonProperty("records_processed")
        long processed,

        @Schema(
                description = "How many rows a running run will read, as far as that is known: the largest number that"
                        + " was asked for, or as many as the last run that has read all rows; else absent.")
        @JsonProperty("records_expected")
        @Nullable Long expected,

        @JsonProperty("records_created") long created,
        @JsonProperty("records_updated") long updated,

        @Schema(description = "Rows that need a person: conflicts, ambiguous and unreadable ones.")
        @JsonProperty("records_failed")
        long failed,

        @JsonProperty("records_unchanged") long unchanged,

        @Schema(description = "Rows that were linked to their record without a change of it.")
        @JsonProperty("records_linked")
        long linked,

        @Schema(description = "Rows that could not be judged at first, and are read again by their ids.")
        @JsonProperty("records_later")
        long later,

        @Schema(description = "Rows that are not there any more, and whose deletes were applied.")
        @JsonProperty("records_deleted")
        long deleted,

        @Schema(description = "Deletes that were too many to be applied without a person's approval.")
        @JsonProperty("records_held")
        long held,

        @JsonProperty("start_time") Instant started,
        @JsonProperty("end_time") @Nullable Instant ended,
        @JsonProperty("error_message") @Nullable String error,
        @JsonProperty("error_id") @Nullable String errorId,
        @JsonProperty("performance_metrics") Metrics metrics) {

    /** How fast a run is. */
    @Schema(name = "RunMetrics")
    public record Metrics(
            @JsonProperty("duration_seconds") double seconds,
            @JsonProperty("records_per_second") double rate,
            int pages,
            long calls,

            @Schema(description = "The share of the rows that did not fail, 0 to 1.") @JsonProperty("success_share")
            double success,

            @Schema(description = "The commit that was read, of a file in a repository; null for other sources.")
            @Nullable String commit) {

        private static final Pattern COMMIT = Pattern.compile("commit:([0-9a-f]{40,64})(?:@.*)?");

        static Metrics of(Run run) {
            RunCounts counts = run.counts();
            Instant until = run.endedAt().orElse(run.touchedAt());
            double seconds = Duration.between(run.startedAt(), until).toMillis() / 1000.0;
            double success =
                    counts.processed() == 0 ? 1 : Math.max(0, 1 - counts.failed() / (double) counts.processed());
            return new Metrics(
                    seconds,
                    seconds == 0 ? 0 : rounded(counts.processed() / seconds),
                    run.page(),
                    counts.calls(),
                    success,
                    commit(run.cursor()));
        }

        /** Other positions are not shown, because they may contain keys of rows. */
        private static @Nullable String commit(String position) {
            Matcher commit = COMMIT.matcher(position);
            return commit.matches() ? commit.group(1) : null;
        }

        private static double rounded(double rate) {
            return Math.round(rate * 10) / 10.0;
        }
    }

    /** The same with the number of rows that the run will read. */
    RunView expecting(long rows) {
        return new RunView(
                id,
                system,
                entity,
                kind,
                status,
                dry,
                askedBy,
                workflowId,
                processed,
                rows,
                created,
                updated,
                failed,
                unchanged,
                linked,
                later,
                deleted,
                held,
                started,
                ended,
                error,
                errorId,
                metrics);
    }

    static RunView of(Run run) {
        RunCounts counts = run.counts();
        return new RunView(
                run.id(),
                run.key().system(),
                run.key().entity(),
                run.kind().stored(),
                run.status().stored(),
                run.isDry(),
                run.askedBy(),
                run.workflowId(),
                counts.processed(),
                null,
                counts.created(),
                counts.updated(),
                counts.failed(),
                counts.unchanged(),
                counts.linked(),
                counts.later(),
                counts.deleted(),
                counts.held(),
                run.startedAt(),
                run.endedAt().orElse(null),
                run.error().map(RunError::message).orElse(null),
                run.error().map(RunError::errorId).orElse(null),
                Metrics.of(run));
    }
}
