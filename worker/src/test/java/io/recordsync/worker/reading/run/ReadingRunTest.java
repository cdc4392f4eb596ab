package io.recordsync.worker.reading.run;

import static io.recordsync.worker.WorkerFixture.SALESFORCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Capabilities;
import io.recordsync.connectors.Connector;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Cursor;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.rules.RuleSet;
import io.recordsync.simulator.store.Arrival;
import io.recordsync.simulator.store.StoredObject;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.reading.Reader;
import io.recordsync.store.reading.Reader.State;
import io.recordsync.store.reading.Run;
import io.recordsync.store.reading.RunStatus;
import io.recordsync.worker.WorkerFixture;
import io.recordsync.worker.WorkerProcess;
import io.recordsync.worker.delivery.DelegatingConnector;
import io.recordsync.worker.reading.Judgement;
import io.recordsync.worker.reading.Readings;
import io.recordsync.workflows.BeginRunRequest;
import io.recordsync.workflows.BeginRunResult;
import io.recordsync.workflows.EndRunRequest;
import io.recordsync.workflows.FailureTypes;
import io.recordsync.workflows.ReadChangesInput;
import io.recordsync.workflows.ReadChangesStatus;
import io.recordsync.workflows.ReadPageRequest;
import io.recordsync.workflows.ReadPageResult;
import io.recordsync.workflows.ReadPosition;
import io.recordsync.workflows.ReadPosition.Feed;
import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The steps of a run, with the ledger and a simulated system. */
class ReadingRunTest {

    private static final RuleSet TWO_WAY = RuleSet.preset("salesforce-two-way");
    private static final ReaderKey CONTACTS = new ReaderKey("default", SALESFORCE, "contact");

    @RegisterExtension
    private final WorkerFixture fixture = new WorkerFixture();

    private final AtomicReference<@Nullable ConnectorException> refusal = new AtomicReference<>();
    private final List<String> changed = new ArrayList<>();

    @Test
    void theFirstRunMakesARecordOfEachRowAndTheReaderIsLiveAtItsEnd() {
        List<StoredObject> rows = people(5);

        ReadChangesStatus end = run(input(false, null, null, 2));

        assertThat(end.status()).isEqualTo("success");
        assertThat(end.page()).isEqualTo(3);
        assertThat(end.created()).isEqualTo(5);
        assertThat(changed)
                .containsExactlyInAnyOrderElementsOf(
                        rows.stream().map(row -> "salesforce-" + row.id()).toList());
        assertThat(reader().state()).isEqualTo(State.LIVE);
        assertThat(reader().cursor()).isPresent();
        assertThat(fixture.logs().linesWith("Starting salesforce contact sync with an unknown number of records"))
                .hasSize(1);
        assertThat(fixture.logs().linesWith("Completed salesforce contact sync: 5 created, 0 updated, 0 failed"))
                .hasSize(1);
    }

    @Test
    void theNextRunReadsWhatHasChangedAndFindsNoNewsInTheRest() {
        StoredObject row = people(3).getFirst();
        run(input(false, null, null, null));
        changed.clear();
        fixture.salesforce().store().update(row, Map.of("FirstName", WorkerFixture.firstName(9)), Arrival.ANSWERED);

        ReadChangesStatus end = run(input(false, null, null, null));

        assertThat(end.updated()).isEqualTo(1);
        assertThat(end.created()).isZero();
        assertThat(changed).containsExactly("salesforce-" + row.id());
        assertThat(newest().kind()).hasToString("DELTA");
        assertThat(run(input(false, null, null, null)).updated()).isZero();
        assertThat(fixture.logs().linesWith("Starting salesforce contact sync with 3 records"))
                .as("what was changed lately is read again")
                .isNotEmpty();
    }

    @Test
    void aPageThatIsTriedAgainAfterItsCommitAnswersTheSameAndChangesNothing() {
        people(3);
        BeginRunResult begun = begin(input(false, null, null, 2));
        ReadPageResult first = page(begun, 1, Feed.CHANGES, 2);

        ReadPageResult again = page(begun, 1, Feed.CHANGES, 2);

        assertThat(again.changed()).containsExactlyInAnyOrderElementsOf(first.changed());
        assertThat(again.last()).isEqualTo(first.last());
        assertThat(again.status()).isEqualTo(first.status());
    }

    @Test
    void noMoreRowsAreReadThanAskedForAndTheReaderStaysWhereItWas() {
        people(5);

        ReadChangesStatus end = run(input(true, null, 3L, 2));

        assertThat(end.processed()).isEqualTo(3);
        assertThat(reader()).isEqualTo(new Reader(CONTACTS, State.OFF, Optional.empty(), false));
    }

    @Test
    void aReadSinceATimeLeavesTheReaderWhereItWas() {
        people(2);
        run(input(false, null, null, null));
        Reader before = reader();

        ReadChangesStatus end = run(input(false, Instant.parse("2020-01-01T00:00:00Z"), null, null));

        assertThat(end.processed()).isEqualTo(2);
        assertThat(reader()).isEqualTo(before);
    }

    @Test
    void whoseRunWasTakenOverReadsNoFurtherPage() {
        people(3);
        BeginRunResult begun = begin(input(false, null, null, 2));
        page(begun, 1, Feed.CHANGES, 2);
        fixture.database()
                .jdbc()
                .sql("update run set touched_at = touched_at - interval '1 hour'")
                .update();
        BeginRunResult other = process().begin(request(input(false, null, null, 2), "other"));

        assertThat(position(other).runId()).isEqualTo(position(begun).runId());
        assertThat(position(other).page()).isEqualTo(1);
        assertThatThrownBy(() -> page(begun, 2, Feed.CHANGES, 2))
                .isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
                    assertThat(failure.getType()).isEqualTo(FailureTypes.RUN_OVERTAKEN);
                    assertThat(failure.isNonRetryable()).isTrue();
                });
        assertThat(page(other, 2, Feed.CHANGES, 2).status().created()).isEqualTo(3);
    }

    @Test
    void aRunWithAWishDoesNotGoOnWithOneThatHasNone() {
        begin(input(false, null, null, 2));
        fixture.database()
                .jdbc()
                .sql("update run set touched_at = touched_at - interval '1 hour'")
                .update();

        ReadChangesInput wish = new ReadChangesInput(
                "default", SALESFORCE, "contact", null, null, null, 2, "person/test", null, null, "theirs", null, null);
        BeginRunResult other = process().begin(request(wish, "other"));

        assertThat(position(other).runId()).isEqualTo(newest().id());
        assertThat(newest().options().link()).contains("theirs");
        assertThat(fixture.store()
                        .runs()
                        .history("default", Optional.empty(), Optional.empty(), Optional.empty(), 2)
                        .getLast()
                        .status())
                .isEqualTo(RunStatus.CANCELLED);
    }

    @Test
    void aWishHoldsForARowThatTheRunCouldNotJudge() {
        StoredObject row = people(1).getFirst();
        run(input(false, null, null, null));
        fixture.salesforce().store().update(row, Map.of("FirstName", WorkerFixture.firstName(9)), Arrival.ANSWERED);
        String lease = "update delivery set lease_owner = %s, lease_until = now() + interval '1 hour'";
        fixture.database().jdbc().sql(lease.formatted("'other'")).update();
        run(new ReadChangesInput(
                "default", SALESFORCE, "contact", null, null, null, null, "person/test", null, true, null, null, null));

        fixture.database().jdbc().sql(lease.formatted("null")).update();

        assertThat(fixture.store().readAgain().wish(CONTACTS)).isEmpty();
        fixture.database().jdbc().sql("update read_again set next_at = now()").update();
        assertThat(fixture.store().readAgain().wish(CONTACTS).orElseThrow().overwrites())
                .isTrue();
        run(input(false, null, null, null));
        assertThat(due()).isZero();
    }

    @Test
    void aRunOfAnotherOwnerIsSaidWithTheTimeToWait() {
        begin(input(false, null, null, null));

        BeginRunResult other = process().begin(request(input(false, null, null, null), "other"));

        assertThat(other.position()).isNull();
        assertThat(other.pause()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"false, false", "true, false"})
    void noRunBeginsWhileAProcessOfAnOlderBuildLives(boolean counterparts, boolean guards) {
        olderProcess(counterparts, guards);

        BeginRunResult held = begin(input(false, null, null, null));

        assertThat(held.position()).isNull();
        assertThat(held.pause()).isPositive();
        assertThat(fixture.logs().linesWith("until these processes have ended"))
                .singleElement()
                .asString()
                .contains("starter 1.0.0 (s-1)");
        fixture.store().processes().end("s-1");
        assertThat(begin(input(false, null, null, null)).position()).isNotNull();
    }

    @Test
    void aRunThatHasBegunWaitsWhileAProcessOfAnOlderBuildLivesAndThenGoesOn() {
        people(1);
        BeginRunResult begun = begin(input(false, null, null, null));
        olderProcess(true, false);

        ReadPageResult held = page(begun, 1, Feed.CHANGES, null);

        assertThat(held.committed()).isFalse();
        assertThat(held.pause()).isPositive();
        fixture.store().processes().end("s-1");
        assertThat(page(begun, 1, Feed.CHANGES, null).status().created()).isEqualTo(1);
    }

    private void olderProcess(boolean counterparts, boolean guards) {
        fixture.database()
                .jdbc()
                .sql("insert into process (id, kind, build, systems, unnamed, counterparts, guards, heartbeat_at)"
                        + " values ('s-1', 'starter', '1.0.0', '{}', '{}', :counterparts, :guards,"
                        + " now() + interval '1 day')")
                .param("counterparts", counterparts)
                .param("guards", guards)
                .update();
    }

    @Test
    void whatDebugTellsOfACallIsKeptUntilItsPageIsCommittedAndThenToldNoMore() {
        BeginRunResult begun = begin(new ReadChangesInput(
                "default",
                SALESFORCE,
                "contact",
                false,
                null,
                null,
                null,
                "person/test",
                null,
                null,
                null,
                null,
                true));
        RunDebug debug = new RunDebug(fixture.store(), newest());
        Readings.Rehearsal nothing = new Readings.Rehearsal(
                new Readings.Read(List.of(), List.of(), new Judgement.Counts(0, 0, 0, 0), List.of()), List.of());
        debug.called(1, fixture.store().standings().now());

        debug.begin();
        debug.judged(List.of(), nothing);
        debug.begin();
        debug.judged(List.of(), nothing);
        debug.judged(List.of(), nothing);
        debug.committed();
        debug.begin();
        debug.judged(List.of(), nothing);

        assertThat(fixture.database()
                        .jdbc()
                        .sql("select count(*) from run_sample where run_id = :run and what = 'call'")
                        .param("run", position(begun).runId())
                        .query(Integer.class)
                        .single())
                .as("one of each transaction of the page; the first of them is thought to be rolled back")
                .isEqualTo(2);
    }

    @Test
    void anOutageIsTriedAgainAndTheRunGoesOn() {
        people(1);
        BeginRunResult begun = begin(input(false, null, null, null));
        refusal.set(new ConnectorException(ErrorKind.UNAVAILABLE, "503", "Salesforce does not answer.", false));

        ApplicationFailure failure = failure(() -> page(begun, 1, Feed.CHANGES, null));

        assertThat(failure.isNonRetryable()).isFalse();
        assertThat(newest().status()).isEqualTo(RunStatus.RUNNING);
        refusal.set(null);
        assertThat(page(begun, 1, Feed.CHANGES, null).status().created()).isEqualTo(1);
    }

    @Test
    void aRefusalForGoodEndsTheRunAndSaysWhy() {
        BeginRunResult begun = begin(input(false, null, null, null));
        refusal.set(ConnectorException.refused("NO_OBJECT", "Salesforce has no object Contact."));

        ApplicationFailure failure = failure(() -> page(begun, 1, Feed.CHANGES, null));

        assertThat(failure.getType()).isEqualTo(FailureTypes.RUN_FAILED);
        assertThat(failure.isNonRetryable()).isTrue();
        assertThat(newest().status()).isEqualTo(RunStatus.FAILED);
        assertThat(newest().error().orElseThrow().message()).isEqualTo("Salesforce has no object Contact.");
        assertThat(fixture.logs().linesWith("The salesforce contact sync has failed: Salesforce has no object"))
                .hasSize(1);
        assertThat(reader().cursor()).isEmpty();
    }

    @Test
    void aRowThatADeliveryHoldsIsReadAgainByItsIdWhenItIsFree() {
        StoredObject row = people(1).getFirst();
        run(input(false, null, null, null));
        fixture.salesforce().store().update(row, Map.of("FirstName", WorkerFixture.firstName(9)), Arrival.ANSWERED);
        fixture.database()
                .jdbc()
                .sql("update delivery set lease_owner = 'other', lease_until = now() + interval '1 hour'"
                        + " where system = 'salesforce' and record_id = :id")
                .param("id", "salesforce-" + row.id())
                .update();
        BeginRunResult held = begin(input(false, null, null, null));
        assertThat(page(held, 1, Feed.CHANGES, null).changed()).isEmpty();
        assertThat(due()).isEqualTo(1);
        fixture.database().jdbc().sql("update delivery set lease_owner = null").update();

        ReadPageResult again = page(held, 2, Feed.AGAIN, null);

        assertThat(again.changed()).containsExactly("salesforce-" + row.id());
        assertThat(again.last()).isTrue();
        assertThat(due()).isZero();
        assertThat(newest().counts().later()).isEqualTo(1);
        assertThat(newest().counts().processed()).isEqualTo(1);
        assertThat(newest().counts().reread()).isEqualTo(1);
    }

    @Test
    void aSystemWhoseRulesReadNothingIsRefusedInASentence() {
        WorkerProcess oneWay = fixture.newProcess();

        assertThatThrownBy(() -> oneWay.reading().begin(request(input(false, null, null, null), "w")))
                .isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
                    assertThat(failure.getType()).isEqualTo(FailureTypes.NOT_READ);
                    assertThat(failure.getOriginalMessage())
                            .isEqualTo("The rules do not read contact of salesforce: its mapping has no key read, see"
                                    + " docs/rules.md.");
                });
        assertThat(reader().state()).isEqualTo(State.OFF);
    }

    @Test
    void whereLittleIsNewPagesAreLargeAndOneWithMuchNewsIsAskedForAgainAsASmallerOne() {
        List<Integer> limits = new ArrayList<>();
        Queue<Page> pages = new ArrayDeque<>();
        worker = fixture.newProcess(
                fixture.options().withRules(TWO_WAY).withConnectors(one -> new Local(one, pages, limits)));
        pages.add(new Page(rows(0, 1), Cursor.BEGINNING, true));
        run(input(false, null, null, null));
        limits.clear();
        pages.add(new Page(rows(0, 1), new Cursor("2"), false));
        pages.add(new Page(rows(1, 2002), Cursor.BEGINNING, true));
        pages.add(new Page(rows(1, 3), Cursor.BEGINNING, true));

        ReadChangesStatus end = run(input(true, null, null, null));

        assertThat(limits).containsExactly(2000, 10_000, 2000);
        assertThat(end.status()).isEqualTo("success");
        assertThat(end.processed()).isEqualTo(3);
        assertThat(end.created()).isEqualTo(2);
        assertThat(newest().counts().unchanged()).isEqualTo(1);
    }

    private static List<ReadRecord> rows(int from, int until) {
        return IntStream.range(from, until)
                .mapToObj(n -> new ReadRecord(
                        String.format(Locale.ROOT, "003%012d", n),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Map.of("LastName", WorkerFixture.NAME, "Email", WorkerFixture.email("p" + n))))
                .toList();
    }

    /** All steps of a run, as the workflow takes them. */
    private ReadChangesStatus run(ReadChangesInput input) {
        BeginRunResult begun = begin(input);
        int page = position(begun).page();
        for (Feed feed : Feed.values()) {
            ReadPageResult result;
            do {
                result = page(begun, page + 1, feed, input.pageSize());
                changed.addAll(result.changed());
                page += result.committed() ? 1 : 0;
            } while (!result.last());
        }
        return process()
                .end(new EndRunRequest(
                        "default",
                        SALESFORCE,
                        "contact",
                        position(begun).runId(),
                        position(begun).fence(),
                        null,
                        null));
    }

    private @Nullable WorkerProcess worker;

    private ReadingActivitiesImpl process() {
        if (worker == null) {
            worker = fixture.newProcess(
                    fixture.options().withRules(TWO_WAY).withConnectors(one -> new Refusing(one, refusal)));
        }
        return worker.reading();
    }

    private BeginRunResult begin(ReadChangesInput input) {
        return process().begin(request(input, "w" + System.identityHashCode(input)));
    }

    private static BeginRunRequest request(ReadChangesInput input, String owner) {
        return new BeginRunRequest(input, owner, "read/default/salesforce/contact");
    }

    private ReadPageResult page(BeginRunResult begun, int page, Feed feed, @Nullable Integer size) {
        return process()
                .page(new ReadPageRequest(
                        "default",
                        SALESFORCE,
                        "contact",
                        position(begun).runId(),
                        position(begun).fence(),
                        page,
                        feed,
                        size));
    }

    private static ReadPosition position(BeginRunResult begun) {
        return Objects.requireNonNull(begun.position());
    }

    private static ReadChangesInput input(
            boolean full, @Nullable Instant since, @Nullable Long most, @Nullable Integer pageSize) {
        return new ReadChangesInput("default", SALESFORCE, "contact", full, since, most, pageSize, "person/test", null);
    }

    private List<StoredObject> people(int count) {
        List<StoredObject> rows = new ArrayList<>();
        for (int n = 1; n <= count; n++) {
            rows.add(fixture.salesforce()
                    .store()
                    .create(
                            "Contact",
                            Map.of(
                                    "FirstName",
                                    WorkerFixture.firstName(n),
                                    "LastName",
                                    WorkerFixture.NAME,
                                    "Email",
                                    WorkerFixture.email("p" + n)),
                            Arrival.ANSWERED));
        }
        return rows;
    }

    private Reader reader() {
        return fixture.store().readers().of(CONTACTS);
    }

    private Run newest() {
        return fixture.store()
                .runs()
                .history("default", Optional.empty(), Optional.empty(), Optional.empty(), 1)
                .getFirst();
    }

    private int due() {
        return fixture.store().readAgain().due(CONTACTS, 10).size();
    }

    private static ApplicationFailure failure(Runnable step) {
        return Objects.requireNonNull(catchThrowableOfType(ApplicationFailure.class, step::run));
    }

    /** Refuses reads as long as it is told to. */
    private static final class Refusing extends DelegatingConnector {

        private final AtomicReference<@Nullable ConnectorException> refusal;

        Refusing(Connector connector, AtomicReference<@Nullable ConnectorException> refusal) {
            super(connector);
            this.refusal = refusal;
        }

        @Override
        public Page read(Read read, CallScope scope) {
            ConnectorException why = refusal.get();
            if (why != null) {
                throw why;
            }
            return super.read(read, scope);
        }
    }

    /** Lists the rows that it is told to, in pages of any size, and notes how many were asked for. */
    private static final class Local extends DelegatingConnector {

        private final Queue<Page> pages;
        private final List<Integer> limits;

        Local(Connector connector, Queue<Page> pages, List<Integer> limits) {
            super(connector);
            this.pages = pages;
            this.limits = limits;
        }

        @Override
        public Capabilities capabilities() {
            Capabilities usual = super.capabilities();
            return new Capabilities(
                    usual.apiVersion(),
                    usual.writing(),
                    new Capabilities.Reading(
                            usual.reading().feed(),
                            false,
                            10_000,
                            usual.reading().visibility()),
                    usual.quota(),
                    usual.limitWait());
        }

        @Override
        public Page read(Read read, CallScope scope) {
            limits.add(read.limit());
            return pages.remove();
        }
    }
}
