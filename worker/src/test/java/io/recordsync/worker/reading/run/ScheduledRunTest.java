package io.recordsync.worker.reading.run;

import static io.recordsync.worker.WorkerFixture.SALESFORCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.rules.RuleSet;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.reading.ReaderSettings.Intervals;
import io.recordsync.store.reading.ReaderSettingsStore.FailedFulls;
import io.recordsync.store.reading.ReaderSettingsStore.LastFull;
import io.recordsync.store.reading.Run;
import io.recordsync.store.reading.RunKind;
import io.recordsync.worker.WorkerFixture;
import io.recordsync.worker.WorkerProcess;
import io.recordsync.workflows.BeginRunRequest;
import io.recordsync.workflows.BeginRunResult;
import io.recordsync.workflows.EndRunRequest;
import io.recordsync.workflows.ReadChangesInput;
import io.recordsync.workflows.ReadPageRequest;
import io.recordsync.workflows.ReadPageResult;
import io.recordsync.workflows.ReadPosition;
import io.recordsync.workflows.ReadPosition.Feed;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that a schedule starts, and readers that are paused. */
class ScheduledRunTest {

    private static final RuleSet TWO_WAY = RuleSet.preset("salesforce-two-way");
    private static final ReaderKey CONTACTS = new ReaderKey("default", SALESFORCE, "contact");
    private static final ReadChangesInput SCHEDULED = ReadChangesInput.scheduled("default", SALESFORCE, "contact");
    private static final ReadChangesInput BY_PERSON =
            new ReadChangesInput("default", SALESFORCE, "contact", false, null, null, null, "person/test", null);

    @RegisterExtension
    private final WorkerFixture fixture = new WorkerFixture();

    private @Nullable WorkerProcess worker;

    @Test
    void aScheduledRunReadsAllRowsWhenThatIsDue() {
        run(SCHEDULED);
        assertThat(newest().kind()).hasToString("LINK");
        run(SCHEDULED);
        assertThat(newest().kind()).hasToString("DELTA");
        before(Duration.ofHours(25));

        run(BY_PERSON);
        assertThat(newest().kind()).as("a person gets what they ask for").hasToString("DELTA");
        run(SCHEDULED);
        assertThat(newest().kind()).hasToString("FULL");
        assertThat(newest().askedBy()).isEqualTo("schedule");
        run(SCHEDULED);
        assertThat(newest().kind()).hasToString("DELTA");
    }

    @Test
    void theIntervalThatAPersonHasSetDecidesWhenAFullRunIsDue() {
        run(SCHEDULED);
        before(Duration.ofHours(25));
        fixture.store()
                .readerSettings()
                .set(
                        CONTACTS,
                        new Intervals(Optional.empty(), Optional.empty(), Optional.of(Duration.ofDays(7))),
                        "person/anna",
                        "The quota is small.");

        run(SCHEDULED);

        assertThat(newest().kind()).hasToString("DELTA");
    }

    @ParameterizedTest(name = "complete before {0} h, begun before {1} h, every {2} h: {3}")
    @CsvSource({
        "  ,   , 24, true",
        "24, 24, 24, true",
        "23, 23, 24, false",
        "30,  2, 24, true",
        "30,  1, 24, true",
        "30,  0, 24, false",
        "  ,  0, 24, false",
        "  ,  1, 24, true",
    })
    void aFullRunThatFailsAgainAndAgainLeavesTimeForDeltas(
            @Nullable Integer complete, @Nullable Integer begun, int every, boolean due) {
        LastFull last = new LastFull(
                Optional.ofNullable(begun).map(Duration::ofHours),
                Optional.ofNullable(complete).map(Duration::ofHours));

        assertThat(RunConditions.isDue(last, Duration.ofHours(every))).isEqualTo(due);
    }

    @ParameterizedTest(name = "{0} failures, the last one {1} min ago: {2}")
    @CsvSource({
        "0, 0, false",
        "1, 4, true",
        "1, 5, false",
        "3, 19, true",
        "3, 20, false",
        "20, 59, true",
        "20, 60, false"
    })
    void aReadOfAllRowsThatFailsAgainAndAgainBeginsLessAndLessOften(int count, int minutes, boolean tooSoon) {
        FailedFulls failed = new FailedFulls(count, Optional.of(Duration.ofMinutes(minutes)));

        assertThat(RunConditions.isTooSoon(failed, Duration.ofMinutes(5), Duration.ofDays(1)))
                .isEqualTo(tooSoon);
    }

    @Test
    void aFirstReadThatHasFailedWaitsBeforeItsScheduleBeginsItAgainAndAPersonDoesNot() {
        ReadPosition position = Objects.requireNonNull(begin(SCHEDULED, "w1").position());
        process()
                .end(new EndRunRequest(
                        "default",
                        SALESFORCE,
                        "contact",
                        position.runId(),
                        position.fence(),
                        "failed",
                        "Salesforce has no object Contact."));

        assertThat(begin(SCHEDULED, "w2").wasSkipped()).isTrue();
        assertThat(begin(BY_PERSON, "w3").position()).isNotNull();
    }

    @Test
    void aRunOfAllRowsThatTakesMoreThanATenthOfADayIsCostly() {
        assertThat(RunConditions.isCostly(101, OptionalLong.of(1000))).isTrue();
        assertThat(RunConditions.isCostly(100, OptionalLong.of(1000))).isFalse();
        assertThat(RunConditions.isCostly(100, OptionalLong.empty())).isFalse();
    }

    @Test
    void aScheduledRunThatMeetsAnotherOneIsNotNeededAndOneThatAPersonAsksForWaitsAMoment() {
        begin(BY_PERSON, "w1");

        BeginRunResult scheduled = begin(SCHEDULED, "w2");
        BeginRunResult person = begin(BY_PERSON, "w3");

        assertThat(scheduled.wasSkipped()).isTrue();
        assertThat(scheduled.status().status()).isEqualTo("skipped");
        assertThat(person.wasSkipped()).isFalse();
        assertThat(person.pause()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aPausedReaderStartsNoRun() {
        fixture.store().readerSettings().pause(CONTACTS, "person/anna", "Refresh of the sandbox.");

        assertThat(begin(SCHEDULED, "w1").wasSkipped()).isTrue();
        assertThat(begin(BY_PERSON, "w2").position()).isNull();
        assertThat(begin(BY_PERSON, "w2").pause()).isPositive();
        fixture.store().readerSettings().resume(CONTACTS);
        assertThat(begin(SCHEDULED, "w3").position()).isNotNull();
    }

    @Test
    void aRunUnderWayWaitsBeforeItsNextPageWhileItsReaderIsPaused() {
        ReadPosition position = Objects.requireNonNull(begin(BY_PERSON, "w1").position());
        fixture.store().readerSettings().pause(CONTACTS, "person/anna", "Refresh of the sandbox.");

        ReadPageResult held = page(position, Feed.CHANGES, 1);

        assertThat(held.pause()).isPositive();
        assertThat(held.committed()).isFalse();
        assertThat(held.last()).isFalse();
        assertThat(newest().page()).isZero();
        fixture.store().readerSettings().resume(CONTACTS);
        assertThat(page(position, Feed.CHANGES, 1).committed()).isTrue();
    }

    @Test
    void otherRulesOfReadingMakeTheNextRunReadAllRows() {
        run(SCHEDULED);
        fixture.database().jdbc().sql("update reader set reading = 'other'").update();

        run(SCHEDULED);

        assertThat(newest().kind()).hasToString("FULL");
        assertThat(fixture.store().readers().of(CONTACTS).needsFull()).isFalse();
        run(SCHEDULED);
        assertThat(newest().kind()).hasToString("DELTA");
    }

    private void run(ReadChangesInput input) {
        ReadPosition position =
                Objects.requireNonNull(begin(input, "w" + System.nanoTime()).position());
        ReadPageResult changes = page(position, Feed.CHANGES, 1);
        assertThat(changes.last()).isTrue();
        page(position, Feed.AGAIN, 2);
        process()
                .end(new EndRunRequest(
                        "default", SALESFORCE, "contact", position.runId(), position.fence(), null, null));
    }

    private BeginRunResult begin(ReadChangesInput input, String owner) {
        return process().begin(new BeginRunRequest(input, owner, "read/default/salesforce/contact"));
    }

    private ReadPageResult page(ReadPosition position, Feed feed, int page) {
        return process()
                .page(new ReadPageRequest(
                        "default", SALESFORCE, "contact", position.runId(), position.fence(), page, feed, null));
    }

    private ReadingActivitiesImpl process() {
        if (worker == null) {
            worker = fixture.newProcess(fixture.options().withRules(TWO_WAY));
        }
        return worker.reading();
    }

    private void before(Duration time) {
        fixture.database()
                .jdbc()
                .sql("update run set started_at = started_at - make_interval(secs => :seconds)")
                .param("seconds", time.toSeconds())
                .update();
    }

    /** The newest run that reads; a push follows the first one. */
    private Run newest() {
        return fixture
                .store()
                .runs()
                .history("default", Optional.empty(), Optional.empty(), Optional.empty(), 10)
                .stream()
                .filter(run -> run.kind() != RunKind.PUSH)
                .findFirst()
                .orElseThrow();
    }
}
