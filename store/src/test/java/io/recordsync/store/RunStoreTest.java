package io.recordsync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.store.counterpart.Again;
import io.recordsync.store.counterpart.ReadAgainStore;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.counterpart.Why;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.reading.NewRun;
import io.recordsync.store.reading.OvertakenRunException;
import io.recordsync.store.reading.Reader;
import io.recordsync.store.reading.Reader.State;
import io.recordsync.store.reading.Run;
import io.recordsync.store.reading.Run.Course;
import io.recordsync.store.reading.Run.RunError;
import io.recordsync.store.reading.RunCounts;
import io.recordsync.store.reading.RunKind;
import io.recordsync.store.reading.RunStatus;
import io.recordsync.store.reading.RunStore;
import io.recordsync.store.reading.RunStore.Answer;
import io.recordsync.store.reading.RunStore.PageEnd;
import io.recordsync.store.sql.Transactions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RunStoreTest {

    @RegisterExtension
    static final Database DATABASE = new Database();

    private static final ReaderKey CONTACTS = new ReaderKey("default", "salesforce", "contact");
    private static final Duration LONG = Duration.ofMinutes(4);
    private static final Course DELTA = new Course(true, false);
    private static final Course FULL = new Course(false, true);

    private final RunStore runs = DATABASE.store().runs();

    @Test
    void aReaderHasOneRunningRunAndWhoAsksAgainMeetsTheirOwn() {
        Run run = begun(begin("w1", FULL));

        assertThat(begun(begin("w1", FULL)).id()).isEqualTo(run.id());
        assertThat(begin("w2", FULL)).isInstanceOfSatisfying(Answer.Busy.class, busy -> {
            assertThat(busy.run().id()).isEqualTo(run.id());
            assertThat(busy.left()).isPositive().isLessThanOrEqualTo(LONG);
        });
        runs.end(run.id(), run.fence(), Optional.empty(), Optional.empty());
        assertThat(begun(begin("w2", FULL)).id()).isGreaterThan(run.id());
    }

    @Test
    void theFirstRunOfAReaderLinksAndItsEndMakesTheReaderLive() {
        assertThat(reader()).isEqualTo(new Reader(CONTACTS, State.OFF, Optional.empty(), false));
        Run run = begun(begin("w1", FULL));
        assertThat(reader().state()).isEqualTo(State.LINKING);

        commit(run, 1, "c1", false, RunCounts.NONE);
        assertThat(reader().cursor()).isEmpty();
        commit(run, 2, "c2", true, RunCounts.NONE);
        runs.end(run.id(), run.fence(), Optional.empty(), Optional.empty());

        assertThat(reader()).isEqualTo(new Reader(CONTACTS, State.LIVE, Optional.of("c2"), false));
    }

    @Test
    void aFullRunThatWasCutOffOrFailedLeavesTheCursorAndTheState() {
        Run cut = begun(begin("w1", FULL));
        commit(cut, 1, "c1", false, RunCounts.NONE);
        runs.end(cut.id(), cut.fence(), Optional.empty(), Optional.empty());
        Run failed = begun(begin("w2", FULL));
        commit(failed, 1, "c9", true, RunCounts.NONE);
        runs.end(failed.id(), failed.fence(), Optional.of(RunStatus.FAILED), error());

        assertThat(reader()).isEqualTo(new Reader(CONTACTS, State.LINKING, Optional.empty(), false));
        assertThat(runs.find(failed.id()).orElseThrow().error()).isEqualTo(error());
    }

    @Test
    void aFirstRunThatReadsAtMostSoManyRowsLetsNoCreateWaitAndLeavesTheReaderOff() {
        Run run = begun(begin("w1", FULL, 1));
        assertThat(reader().state()).isEqualTo(State.OFF);

        commit(run, 1, "c1", true, RunCounts.NONE);
        runs.end(run.id(), run.fence(), Optional.empty(), Optional.empty());

        assertThat(reader()).isEqualTo(new Reader(CONTACTS, State.OFF, Optional.empty(), false));
        assertThat(history(Optional.empty(), Optional.empty())).containsExactly(run.id());
    }

    @Test
    void aDeltaMovesTheCursorWithEachPage() {
        Run run = begun(begin("w1", DELTA));
        commit(run, 1, "c1", false, RunCounts.NONE);
        assertThat(reader().cursor()).contains("c1");
        commit(run, 2, "c2", true, RunCounts.NONE);
        assertThat(reader().cursor()).contains("c2");
    }

    @Test
    void aRunInWhichNothingHappensIsTakenOverAndWhoHadItCommitsNothing() {
        Run before = begun(begin("w1", DELTA));
        commit(before, 1, "c1", false, counts(3, 1));
        untouchedFor(LONG);

        Run after = begun(begin("w2", DELTA));

        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.fence()).isEqualTo(before.fence() + 1);
        assertThat(after.page()).isEqualTo(1);
        assertThat(after.cursor()).isEqualTo("c1");
        assertThat(runs.touch(before.id(), before.fence())).isEmpty();
        assertThatThrownBy(() -> commit(before, 2, "c2", false, counts(3, 1)))
                .isInstanceOf(OvertakenRunException.class);
        assertThat(runs.end(before.id(), before.fence(), Optional.empty(), Optional.empty()))
                .isEmpty();
        commit(after, 2, "c2", true, counts(4, 0));
        assertThat(runs.find(after.id()).orElseThrow().counts()).isEqualTo(counts(7, 1));
    }

    @Test
    void aPageIsCommittedOnceAndInItsOrder() {
        Run run = begun(begin("w1", DELTA));
        commit(run, 1, "c1", false, counts(2, 0));

        assertThatThrownBy(() -> commit(run, 1, "c1", false, counts(2, 0))).isInstanceOf(OvertakenRunException.class);
        assertThatThrownBy(() -> commit(run, 3, "c3", false, counts(2, 0))).isInstanceOf(OvertakenRunException.class);
        assertThat(runs.find(run.id()).orElseThrow().counts().processed()).isEqualTo(2);
    }

    @Test
    void theRecordsOfACommittedPageAreKnownFromTheChangeLog() {
        Run run = begun(begin("w1", DELTA));
        RecordKey one = accepted("r1", run, 1);
        RecordKey other = accepted("r2", run, 2);
        commit(run, new PageEnd(1, "c1", false, "rules", RunCounts.NONE, List.of(one)));
        commit(run, new PageEnd(2, "c2", true, "rules", RunCounts.NONE, List.of(other)));

        assertThat(runs.changedBy(run, 1)).containsExactly("r1");
        assertThat(runs.changedBy(run, 2)).containsExactly("r2");
        assertThat(runs.changedBy(run, 3)).isEmpty();
    }

    @Test
    void theNumberOfFailedRowsDecidesHowARunEnds() {
        assertThat(endedWith(counts(3, 0))).isEqualTo(RunStatus.SUCCESS);
        assertThat(endedWith(counts(3, 1))).isEqualTo(RunStatus.PARTIAL);
        assertThat(endedWith(counts(3, 3))).isEqualTo(RunStatus.FAILED);
        assertThat(endedWith(RunCounts.NONE)).isEqualTo(RunStatus.SUCCESS);
    }

    @Test
    void theNewestRunsAreListedFirst() {
        List<Long> ids = List.of(ended("w1"), ended("w2"), ended("w3"));

        assertThat(history(Optional.of("salesforce"), Optional.empty())).containsExactlyElementsOf(ids.reversed());
        assertThat(history(Optional.empty(), Optional.of(ids.get(2)))).containsExactly(ids.get(1), ids.get(0));
        assertThat(history(Optional.of("hubspot"), Optional.empty())).isEmpty();
    }

    @Test
    void aRowIsReadAgainAtOnceAndThenAfterOneTwoFourMinutesUpToAnHour() {
        ReadAgainStore again = DATABASE.store().readAgain();
        Again row = new Again("003A", Why.LATER);
        again.add(CONTACTS, List.of(row, new Again("003B", Why.READ_BACK)));
        again.add(CONTACTS, List.of(row));
        assertThat(again.due(CONTACTS, 10)).containsExactlyInAnyOrder(row, new Again("003B", Why.READ_BACK));

        for (int minutes : List.of(1, 2, 4, 8, 16, 32, 60, 60)) {
            again.postpone(CONTACTS, List.of(new Again("003A", Why.GONE)));
            assertThat(minutesLeft("003A")).isEqualTo(minutes);
        }
        assertThat(again.due(CONTACTS, 10)).containsExactly(new Again("003B", Why.READ_BACK));
        again.remove(CONTACTS, List.of("003A", "003B"));
        assertThat(again.due(CONTACTS, 10)).isEmpty();
    }

    @Test
    void aRowThatNeedsAPersonIsNotReadAgainByTheRunThatHasCountedIt() {
        ReadAgainStore again = DATABASE.store().readAgain();

        again.add(CONTACTS, List.of(new Again("003A", Why.AMBIGUOUS), new Again("003B", Why.NOT_TAKEN)));

        assertThat(again.due(CONTACTS, 10)).isEmpty();
        assertThat(minutesLeft("003A")).isEqualTo(1);
        assertThat(minutesLeft("003B")).isEqualTo(1);
    }

    private Answer begin(String owner, Course course) {
        return begin(owner, course, 0);
    }

    private Answer begin(String owner, Course course, long most) {
        return runs.begin(
                CONTACTS,
                owner,
                LONG,
                reader -> new NewRun(
                        course.moves() ? RunKind.DELTA : RunKind.LINK,
                        "person/test",
                        Optional.empty(),
                        "",
                        course,
                        most,
                        owner,
                        "read/default/salesforce/contact"));
    }

    private static Run begun(Answer answer) {
        return ((Answer.Begun) answer).run();
    }

    private void commit(Run run, int page, String cursor, boolean readToEnd, RunCounts counts) {
        commit(run, new PageEnd(page, cursor, readToEnd, "rules", counts, List.of()));
    }

    private void commit(Run run, PageEnd page) {
        new Transactions(DATABASE.pool()).run(() -> {
            runs.claimPage(run, page.number());
            runs.commitPage(run, page);
            return true;
        });
    }

    private RunStatus endedWith(RunCounts counts) {
        Run run = begun(begin("w", DELTA));
        commit(run, 1, "c", true, counts);
        return runs.end(run.id(), run.fence(), Optional.empty(), Optional.empty())
                .orElseThrow()
                .status();
    }

    private long ended(String owner) {
        Run run = begun(begin(owner, DELTA));
        runs.end(run.id(), run.fence(), Optional.empty(), Optional.empty());
        return run.id();
    }

    private List<Long> history(Optional<String> system, Optional<Long> before) {
        return runs.history("default", system, Optional.empty(), before, 10).stream()
                .map(Run::id)
                .toList();
    }

    private RecordKey accepted(String id, Run run, int page) {
        DATABASE.jdbc()
                .sql("insert into change (tenant, entity, record_id, event_key, source, operation, door, verdict,"
                        + " revision) values ('default', 'contact', :id, :key, 'system/salesforce', 'create', 'd',"
                        + " 'changed', 1)")
                .param("id", id)
                .param("key", RunStore.pageName(run.id(), page) + "#003" + id)
                .update();
        return new RecordKey("default", "contact", id);
    }

    private Reader reader() {
        return DATABASE.store().readers().of(CONTACTS);
    }

    private static void untouchedFor(Duration time) {
        DATABASE.jdbc()
                .sql("update run set touched_at = touched_at - make_interval(secs => :seconds)")
                .param("seconds", time.toSeconds())
                .update();
    }

    private static int minutesLeft(String externalId) {
        return DATABASE.jdbc()
                .sql("select round(extract(epoch from next_at - now()) / 60) from read_again where external_id = :id")
                .param("id", externalId)
                .query(Integer.class)
                .single();
    }

    private static RunCounts counts(long processed, long conflicts) {
        return new RunCounts(processed, 0, 0, processed - conflicts, 0, 0, 0, 0, 0, conflicts, 0, 0, 0, 0, 0, 0);
    }

    private static Optional<RunError> error() {
        return Optional.of(new RunError("error-1", "The system refuses the account."));
    }
}
