package io.recordsync.starter.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.recordsync.store.reading.SampleStore.Sample;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What a dry run would change. It contains values, and is kept for 24 hours. */
@Schema(name = "RunSamples")
public record RunSamplesView(
        @Schema(description = "The deliveries that would follow, by system.")
        Map<String, Long> deliveries,

        @Schema(description = "The calls of these deliveries at least, by system. A worker says what fits one call.")
        @JsonProperty("delivery_calls")
        Map<String, Long> calls,

        @Schema(description = "The rows that a run would change, or that need a person, as they were read.")
        List<Row> rows,

        @Schema(description = "The value of after for the next page; absent on the last one.") @Nullable Integer next) {

    public RunSamplesView(
            Map<String, Long> deliveries, Map<String, Long> calls, List<Row> rows, @Nullable Integer next) {
        this.deliveries = Map.copyOf(deliveries);
        this.calls = Map.copyOf(calls);
        this.rows = List.copyOf(rows);
        this.next = next;
    }

    /** One row. */
    @Schema(name = "RunSample")
    public record Row(
            @JsonProperty("record_id") @Nullable String recordId,
            @JsonProperty("external_id") String externalId,

            @Schema(description = "created, updated, overruled, linked, conflict, ambiguous, unreadable or deleted")
            String verdict,

            List<Difference> fields) {

        public Row(@Nullable String recordId, String externalId, String verdict, List<Difference> fields) {
            this.recordId = recordId;
            this.externalId = externalId;
            this.verdict = verdict;
            this.fields = List.copyOf(fields);
        }
    }

    /** One field. */
    @Schema(name = "RunSampleField")
    public record Difference(
            @Schema(description = "The record's field.") String path,

            @Schema(description = "The record's value before.") @Nullable Object ours,

            @Schema(description = "What the system shows.") @Nullable Object theirs,

            @Schema(description = "Whose value holds on both sides afterwards: ours, theirs, or neither")
            String winner,

            @Schema(description = "The kind of the conflict that would begin.") @Nullable String conflict) {}

    static Row row(Sample sample) {
        return new Row(
                sample.recordId().orElse(null),
                sample.externalId(),
                sample.what(),
                List.of(JsonMapper.shared().readValue(sample.fields(), Difference[].class)));
    }
}
