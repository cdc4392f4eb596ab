package io.recordsync.worker.reading.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.store.reading.RunCounts;
import io.recordsync.worker.reading.Judgement.Counts;
import io.recordsync.worker.reading.Judgement.Verdict;
import io.recordsync.worker.reading.Readings.Read;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageCountsTest {

    @Test
    void whatIsNoRowCountsAsProcessedAndFailedSoThatNoMoreFailThanAreProcessed() {
        Read read = new Read(
                List.of(Verdict.UPDATED, Verdict.UNREADABLE, Verdict.LATER),
                List.of(),
                new Counts(1, 0, 0, 0),
                List.of());

        RunCounts counts = PageCounts.of(read, 1, 0, 1);

        assertThat(counts.processed()).isEqualTo(3);
        assertThat(counts.failed()).isEqualTo(2);
        assertThat(counts.later()).isEqualTo(1);
    }
}
