package io.recordsync.worker.reading.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.counterpart.RunOptions;
import io.recordsync.store.reading.Reader;
import io.recordsync.store.reading.Reader.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunStartTest {

    private static final Instant TIME = Instant.parse("2026-01-20T00:00:00Z");

    /** Each of these reads all rows by itself. */
    private static final List<RunOptions> ALL_ROWS = List.of(
            new RunOptions(true, false, Optional.empty()),
            new RunOptions(false, true, Optional.empty()),
            new RunOptions(true, true, Optional.empty()),
            new RunOptions(false, false, Optional.of("theirs")),
            new RunOptions(false, true, Optional.of("ours")));

    /** All combinations: what is asked for, and where the reader stands. */
    @ParameterizedTest(name = "since {0}, all {1}, {2}, stored {3}, needs full {4}: {5} from {6}, moves {7}")
    @CsvSource({
        "false, false, OFF,     false, false, LINK,  beginning, false, true",
        "false, true,  OFF,     false, false, LINK,  beginning, false, true",
        "true,  false, OFF,     false, false, DELTA, since,     false, false",
        "true,  true,  OFF,     false, false, DELTA, since,     false, false",
        "false, false, LINKING, false, false, LINK,  beginning, false, true",
        "false, true,  LINKING, false, false, LINK,  beginning, false, true",
        "true,  false, LINKING, false, false, DELTA, since,     false, false",
        "true,  true,  LINKING, false, false, DELTA, since,     false, false",
        "false, false, LIVE,    true,  false, DELTA, stored,    true,  false",
        "false, true,  LIVE,    true,  false, FULL,  beginning, false, true",
        "true,  false, LIVE,    true,  false, DELTA, since,     false, false",
        "true,  true,  LIVE,    true,  false, DELTA, since,     false, false",
        "false, false, LIVE,    false, false, FULL,  beginning, false, true",
        "false, false, LIVE,    true,  true,  FULL,  beginning, false, true",
        "false, true,  LIVE,    true,  true,  FULL,  beginning, false, true",
        "true,  false, LIVE,    true,  true,  FULL,  beginning, false, true",
        "true,  true,  LIVE,    true,  true,  FULL,  beginning, false, true",
        "true,  false, LINKING, false, true,  LINK,  beginning, false, true",
    })
    void aRunBeginsWhereTheFirstThatIsGivenSays(
            boolean since,
            boolean all,
            State state,
            boolean stored,
            boolean needsFull,
            String kind,
            String from,
            boolean moves,
            boolean completes) {
        Reader reader = new Reader(
                new ReaderKey("default", "salesforce", "contact"),
                state,
                stored ? Optional.of("after:stored") : Optional.empty(),
                needsFull);

        for (RunOptions options : all ? ALL_ROWS : List.of(RunOptions.NONE)) {
            RunStart start = RunStart.of(since ? Optional.of(TIME) : Optional.empty(), options, reader);

            assertThat(start.kind()).as("%s", options).hasToString(kind);
            assertThat(start.cursor().text()).isEqualTo(text(from));
            assertThat(start.course().moves()).isEqualTo(moves);
            assertThat(start.course().completes()).isEqualTo(completes);
        }
    }

    private static String text(String from) {
        return switch (from) {
            case "beginning" -> "";
            case "since" -> "since:2026-01-20T00:00:00Z";
            default -> "after:stored";
        };
    }
}
