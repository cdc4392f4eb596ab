package io.recordsync.starter.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.recordsync.connectors.SystemDescriptor;
import io.recordsync.rules.Intervals;
import io.recordsync.starter.reading.ReaderPlan;
import io.recordsync.store.reading.Reader;
import io.recordsync.store.reading.ReaderSettings.Decision;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One reader of a system: how often it reads, whether it is paused, and its last and next run. */
@Schema(name = "Reader")
public record ReaderView(
        @JsonProperty("crm_source") String system,
        String entity,

        @Schema(
                description = "off: nothing was read yet; linking: the first run has not read all rows yet; live: all"
                        + " rows have been read.")
        String state,

        @Schema(description = "How often changes are read, such as 5m.")
        String every,

        @Schema(description = "How often all rows are read, such as 1d.")
        String full,

        @Schema(description = "How often the system's list of deletes is read.") @JsonProperty("deletes_every")
        String deletesEvery,

        @Schema(description = "The intervals that the rule file has.")
        Spans rules,

        @Schema(description = "Who set intervals beside the rule file; absent if nobody did.") @Nullable By set,

        @Schema(description = "Who has paused the reader; absent if it is not paused.") @Nullable By paused,

        @JsonProperty("last_run") @Nullable RunView lastRun,

        @Schema(description = "Absent if the reader is paused, or if Temporal does not say it.")
        @JsonProperty("next_run")
        @Nullable Instant nextRun) {

    /** Intervals as texts. */
    @Schema(name = "ReaderIntervals")
    public record Spans(
            String every,
            String full,
            @JsonProperty("deletes_every") String deletesEvery) {

        static Spans of(SystemDescriptor.Intervals intervals) {
            return new Spans(text(intervals.every()), text(intervals.full()), text(intervals.deletesEvery()));
        }
    }

    /** Who decided something, why, and when. */
    @Schema(name = "ReaderDecision")
    public record By(String by, String why, Instant at) {

        static @Nullable By of(Optional<Decision> decision) {
            return decision.map(one -> new By(one.by(), one.why(), one.at())).orElse(null);
        }
    }

    static ReaderView of(ReaderPlan plan, Reader reader, Optional<RunView> last, Optional<Instant> next) {
        return new ReaderView(
                plan.key().system(),
                plan.key().entity(),
                reader.state().stored(),
                text(plan.every()),
                text(plan.full()),
                text(plan.deletesEvery()),
                Spans.of(plan.rules()),
                By.of(plan.set().set()),
                By.of(plan.set().paused()),
                last.orElse(null),
                next.orElse(null));
    }

    private static String text(Duration duration) {
        return Intervals.text(duration);
    }
}
