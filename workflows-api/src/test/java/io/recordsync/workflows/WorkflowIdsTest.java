package io.recordsync.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class WorkflowIdsTest {

    @Test
    void anOrdinaryIdIsReadable() {
        assertThat(WorkflowIds.syncRecord("default", "contact", "A1234")).isEqualTo("sync/default/contact/A1234");
    }

    @Test
    void aPartCannotReachIntoAnother() {
        assertThat(WorkflowIds.syncRecord("a/b", "contact", "..")).isEqualTo("sync/a%2Fb/contact/%2E%2E");
    }

    @Test
    void aRecordIdThatIsTooLongDoesNotFit() {
        assertThat(WorkflowIds.fits("default", "contact", "x".repeat(234))).isTrue();
        assertThat(WorkflowIds.fits("default", "contact", "x".repeat(235))).isFalse();
        assertThat(WorkflowIds.fits("default", "contact", "é".repeat(100))).isFalse();
    }

    @Test
    void aChunkIsNamedByAllOfItsMessages() {
        List<String> places = List.of("0@3", "0@4", "1@7");
        String id = WorkflowIds.syncBatch("events", places, chunk("A", "B", "C"));

        assertThat(id).matches("batch/events/0@3-1@7/[0-9a-f]{32}");
        assertThat(id)
                .isEqualTo(WorkflowIds.syncBatch("events", List.copyOf(places), chunk("A", "B", "C")))
                .isNotEqualTo(WorkflowIds.syncBatch("events", List.of("0@3", "0@5", "1@7"), chunk("A", "B", "C")))
                .isNotEqualTo(WorkflowIds.syncBatch("events", places, chunk("A", "X", "C")));
    }

    @Test
    void aChunkOfASweepIsNamedByItsRecords() {
        String id = WorkflowIds.sweptBatch(chunk("A", "B"));

        assertThat(id).matches("batch/left/[0-9a-f]{32}");
        assertThat(id)
                .isEqualTo(WorkflowIds.sweptBatch(chunk("A", "B")))
                .isNotEqualTo(WorkflowIds.sweptBatch(chunk("A", "C")))
                .isNotEqualTo(WorkflowIds.sweptBatch(new SyncBatchInput("another", "contact", List.of("A", "B"))));
    }

    @Test
    void theLongestChunkIdFits() {
        String place = "9".repeat(9) + "@" + "9".repeat(18);

        assertThat(Stream.of(150, 151, 249)
                        .map(length ->
                                WorkflowIds.syncBatch("t".repeat(length), List.of(place, place), chunk("A", "B"))))
                .allMatch(id -> id.length() <= WorkflowIds.MAX_BYTES);
    }

    private static SyncBatchInput chunk(String... recordIds) {
        return new SyncBatchInput("default", "contact", List.of(recordIds));
    }

    @Test
    void anIdOfAnotherKindIsNotParsed() {
        assertThatThrownBy(() -> WorkflowIds.parse("batch/topic/0@1-0@2/00"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 300)
    void whatIsEncodedIsParsedAgain(
            @ForAll @StringLength(min = 1, max = 20) String tenant,
            @ForAll @StringLength(min = 1, max = 20) String entity,
            @ForAll @StringLength(min = 1, max = 40) String recordId) {
        String readableAsUtf8 = roundTrip(recordId);

        String id = WorkflowIds.syncRecord(roundTrip(tenant), roundTrip(entity), readableAsUtf8);

        assertThat(id).matches("sync/[!-~]+/[!-~]+/[!-~]+");
        assertThat(WorkflowIds.parse(id).recordId()).isEqualTo(readableAsUtf8);
    }

    /** Text as it can come through a door: half a surrogate pair cannot. */
    private static String roundTrip(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
