package io.recordsync.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.reading.NewRun;
import io.recordsync.store.reading.ReaderSettings;
import io.recordsync.store.reading.ReaderSettings.Decision;
import io.recordsync.store.reading.ReaderSettings.Intervals;
import io.recordsync.store.reading.ReaderSettingsStore;
import io.recordsync.store.reading.ReaderSettingsStore.LastFull;
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

class ReaderSettingsStoreTest {

    @RegisterExtension
    static final Database DATABASE = new Database();

    private static final ReaderKey CONTACTS = new ReaderKey("default", "salesforce", "contact");
    private static final Duration LONG = Duration.ofMinutes(4);

    private final ReaderSettingsStore settings = DATABASE.store().readerSettings();
    private final RunStore runs = DATABASE.store().runs();

    @Test
    void onlyWhatAPersonSetsIsKeptAndOneIntervalLeavesTheOthers() {
        assertThat(settings.of(CONTACTS)).isEqualTo(ReaderSettings.none(CONTACTS));
        settings.set(CONTACTS, every(Duration.ofSeconds(30)), "person/anna", "A fair this week.");
        settings.set(
                CONTACTS,
                new Intervals(Optional.empty(), Optional.of(Duration.ofHours(2)), Optional.of(Duration.ofDays(7))),
                "person/ben",
                "The quota is small.");

        ReaderSettings set = settings.of(CONTACTS);
        assertThat(set.every()).contains(Duration.ofSeconds(30));
        assertThat(set.deletesEvery()).contains(Duration.ofHours(2));
        assertThat(set.full()).contains(Duration.ofDays(7));
        assertThat(set.set().map(Decision::by)).contains("person/ben");
        assertThat(set.set().map(Decision::why)).contains("The quota is small.");
        assertThat(set.paused()).isEmpty();
        assertThat(settings.all("default")).containsExactly(set);
        assertThat(settings.all("acme")).isEmpty();
    }

    @Test
    void aResetRemovesTheIntervalsAndLeavesThePause() {
        settings.set(CONTACTS, every(Duration.ofSeconds(30)), "person/anna", "A fair.");
        settings.pause(CONTACTS, "person/ben", "Refresh of the sandbox.");

        settings.reset(CONTACTS);

        assertThat(settings.of(CONTACTS).every()).isEmpty();
        assertThat(settings.of(CONTACTS).set()).isEmpty();
        assertThat(settings.of(CONTACTS).paused().map(Decision::why)).contains("Refresh of the sandbox.");
        settings.resume(CONTACTS);
        assertThat(settings.of(CONTACTS)).isEqualTo(ReaderSettings.none(CONTACTS));
    }

    @Test
    void otherRulesOfReadingMakeTheNextRunReadAllRows() {
        settings.noteReading(CONTACTS, "fingerprint-1");
        settings.noteReading(CONTACTS, "fingerprint-1");
        assertThat(needsFull()).as("nothing was read by other rules").isFalse();

        settings.noteReading(CONTACTS, "fingerprint-2");

        assertThat(needsFull()).isTrue();
    }

    @Test
    void whileARunIsUnderWayOtherRulesAreNotNotedSoThatItsEndDoesNotTakeTheMarkAway() {
        settings.noteReading(CONTACTS, "fingerprint-1");
        Run full = begin(RunKind.FULL);
        settings.noteReading(CONTACTS, "fingerprint-2");
        complete(full);
        assertThat(needsFull()).isFalse();

        settings.noteReading(CONTACTS, "fingerprint-2");

        assertThat(needsFull()).isTrue();
    }

    @Test
    void theLastFullRunIsTheLastOneThatHasReadAllRows() {
        assertThat(settings.lastFull(CONTACTS)).isEqualTo(new LastFull(Optional.empty(), Optional.empty()));
        complete(begin(RunKind.LINK));
        begunBefore(Duration.ofHours(30));
        Run delta = begin(RunKind.DELTA);
        runs.end(delta.id(), delta.fence(), Optional.empty(), Optional.empty());
        Run broken = begin(RunKind.FULL);
        runs.end(
                broken.id(),
                broken.fence(),
                Optional.of(RunStatus.FAILED),
                Optional.of(new RunError("e-1", "The table is gone.")));

        LastFull last = settings.lastFull(CONTACTS);

        assertThat(last.complete().orElseThrow()).isBetween(Duration.ofHours(30), Duration.ofHours(31));
        assertThat(last.begun().orElseThrow()).isLessThan(Duration.ofHours(1));
    }

    @Test
    void whoTakesARunOverIsItsWorkflow() {
        Run run = begin(RunKind.DELTA);
        DATABASE.jdbc()
                .sql("update run set touched_at = touched_at - interval '1 hour'")
                .update();

        Answer taken = runs.begin(CONTACTS, "other", LONG, reader -> newRun(RunKind.DELTA, "other", "read/other"));

        assertThat(((Answer.Begun) taken).run().id()).isEqualTo(run.id());
        assertThat(((Answer.Begun) taken).run().workflowId()).isEqualTo("read/other");
    }

    private static Intervals every(Duration every) {
        return new Intervals(Optional.of(every), Optional.empty(), Optional.empty());
    }

    private boolean needsFull() {
        return DATABASE.store().readers().of(CONTACTS).needsFull();
    }

    private Run begin(RunKind kind) {
        return ((Answer.Begun) runs.begin(CONTACTS, "w", LONG, reader -> newRun(kind, "w", "read/w"))).run();
    }

    private static NewRun newRun(RunKind kind, String owner, String workflowId) {
        Course course = kind == RunKind.DELTA ? new Course(true, false) : new Course(false, true);
        return new NewRun(kind, "person/test", Optional.empty(), "", course, 0, owner, workflowId);
    }

    private void complete(Run run) {
        new Transactions(DATABASE.pool()).run(() -> {
            runs.claimPage(run, 1);
            runs.commitPage(run, new PageEnd(1, "c", true, "rules", RunCounts.NONE, List.of()));
            return true;
        });
        runs.end(run.id(), run.fence(), Optional.empty(), Optional.empty());
    }

    private static void begunBefore(Duration time) {
        DATABASE.jdbc()
                .sql("update run set started_at = started_at - make_interval(secs => :seconds)")
                .param("seconds", time.toSeconds())
                .update();
    }
}
