package io.recordsync.worker.reading.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.counterpart.RunOptions;
import io.recordsync.store.reading.Run;
import io.recordsync.store.reading.RunCounts;
import io.recordsync.store.reading.RunKind;
import io.recordsync.store.reading.RunStatus;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PageSizeTest {

    private static final int LOCAL = 10_000;

    @Test
    void aRunBeginsWithAPageOfWhichEachRowMayHaveNews() {
        assertThat(size(0, 0, null, LOCAL).rows()).isEqualTo(2000);
    }

    @Test
    void whereFewRowsHaveNewsThePagesAreAsLargeAsTheSystemAllows() {
        assertThat(size(2000, 1900, null, LOCAL).rows()).isEqualTo(10_000);
        assertThat(size(2000, 1899, null, LOCAL).rows()).isEqualTo(2000);
        assertThat(size(2000, 2000, null, 200).rows()).isEqualTo(200);
    }

    @Test
    void aLargePageTakesOnlySoMuchNewsAsAUsualOne() {
        PageSize quiet = size(2000, 2000, null, LOCAL);

        assertThat(quiet.mostNews(2000)).isEqualTo(Integer.MAX_VALUE);
        assertThat(quiet.mostNews(2001)).isEqualTo(2000);
        assertThat(quiet.rowsWithNews()).isEqualTo(2000);
    }

    @Test
    void whatSomebodyAsksForIsAskedOfTheSystemWhateverIsNew() {
        PageSize asked = size(2000, 0, 7000, LOCAL);

        assertThat(asked.rows()).isEqualTo(7000);
        assertThat(asked.mostNews(7000)).isEqualTo(Integer.MAX_VALUE);
        assertThat(size(2000, 2000, 50, LOCAL).rows()).isEqualTo(50);
    }

    @Test
    void noPageHasMoreRowsThanTheRunIsToRead() {
        assertThat(new PageSize(run(2000, 2000, 2500), null, LOCAL).rows()).isEqualTo(500);
    }

    private static PageSize size(long processed, long unchanged, @Nullable Integer wanted, int largest) {
        return new PageSize(run(processed, unchanged, 0), wanted, largest);
    }

    private static Run run(long processed, long unchanged, long most) {
        RunCounts counts =
                new RunCounts(processed, 0, processed - unchanged, unchanged, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
        return new Run(
                1,
                new ReaderKey("default", "database", "contact"),
                RunKind.FULL,
                "person/test",
                "read/1",
                new RunOptions(true, false, Optional.empty()),
                "",
                new Run.Course(false, true),
                false,
                1,
                1,
                most,
                RunStatus.RUNNING,
                counts,
                Instant.EPOCH,
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty());
    }
}
