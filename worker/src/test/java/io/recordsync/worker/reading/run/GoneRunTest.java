package io.recordsync.worker.reading.run;

import static io.recordsync.worker.WorkerFixture.SALESFORCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Capabilities;
import io.recordsync.connectors.Capabilities.Reading;
import io.recordsync.connectors.Connector;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.rules.RuleSet;
import io.recordsync.simulator.store.Arrival;
import io.recordsync.simulator.store.StoredObject;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.counterpart.RowPlace;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.reading.Run;
import io.recordsync.worker.WorkerFixture;
import io.recordsync.worker.WorkerProcess;
import io.recordsync.worker.delivery.DelegatingConnector;
import io.recordsync.workflows.BeginRunRequest;
import io.recordsync.workflows.BeginRunResult;
import io.recordsync.workflows.DecideHeldRequest;
import io.recordsync.workflows.DecideHeldResult;
import io.recordsync.workflows.EndRunRequest;
import io.recordsync.workflows.ReadChangesInput;
import io.recordsync.workflows.ReadChangesStatus;
import io.recordsync.workflows.ReadPageRequest;
import io.recordsync.workflows.ReadPageResult;
import io.recordsync.workflows.ReadPosition;
import io.recordsync.workflows.ReadPosition.Feed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What people delete at a system, with the ledger and a simulated system. */
class GoneRunTest {

    private static final ReaderKey CONTACTS = new ReaderKey("default", SALESFORCE, "contact");
    private static final AtomicInteger OWNERS = new AtomicInteger();

    @RegisterExtension
    private final WorkerFixture fixture = new WorkerFixture();

    private final Set<String> unlisted = new HashSet<>();
    private final List<String> changed = new ArrayList<>();
    private final List<Integer> found = new ArrayList<>();
    private boolean listsDeletes;
    private boolean refusesFind;
    private @Nullable Integer pageSize;
    private boolean forgetsDeletes;
    private String deletes = "keep";
    private @Nullable WorkerProcess worker;

    @Test
    void aRowThatAFullRunDoesNotSeeIsGoneAndItsRecordIsKeptAndNotMadeAgain() {
        List<StoredObject> rows = people(5);
        run(full());

        delete(rows.getFirst());
        ReadChangesStatus end = run(full());

        assertThat(end.status()).isEqualTo("success");
        assertThat(newest().counts().deleted()).isEqualTo(1);
        assertThat(isGone(rows.getFirst())).isTrue();
        assertThat(isDeleted(rows.getFirst())).isFalse();
        assertThat(state(rows.getFirst())).isEqualTo("gone");
        assertThat(seenTables()).isZero();
        assertThat(run(full()).status()).isEqualTo("success");
        assertThat(newest().counts().deleted()).isZero();
    }

    @Test
    void aRecordFollowsItsRow() {
        deletes = "follow";
        List<StoredObject> rows = people(5);
        run(full());
        changed.clear();

        delete(rows.getFirst());
        run(full());

        assertThat(isDeleted(rows.getFirst())).isTrue();
        assertThat(changed).containsExactly(id(rows.getFirst()));
        assertThat(state(rows.getFirst())).isEqualTo("deleted");
    }

    @Test
    void aRecordWithAChangeThatTheRowWasNotGivenIsMadeAgainAndDoesNotFollow() {
        deletes = "follow";
        List<StoredObject> rows = people(5);
        run(full());
        fixture.accept(
                id(rows.getFirst()),
                io.recordsync.store.ledger.Change.Operation.UPDATE,
                Map.of("phone", "+15550000009"));
        changed.clear();

        delete(rows.getFirst());
        run(full());

        assertThat(isDeleted(rows.getFirst())).isFalse();
        assertThat(changed).containsExactly(id(rows.getFirst()));
        assertThat(state(rows.getFirst())).isEqualTo("due");
    }

    @Test
    void aRowIsMadeAgain() {
        deletes = "recreate";
        List<StoredObject> rows = people(5);
        run(full());
        changed.clear();

        delete(rows.getFirst());
        run(full());

        assertThat(changed).containsExactly(id(rows.getFirst()));
        assertThat(state(rows.getFirst())).isEqualTo("due");
    }

    @Test
    void aRestoredRowIsItsRecordsAgainUnderEachPolicy() {
        for (String policy : List.of("keep", "follow", "recreate")) {
            deletes = policy;
            worker = null;
            List<StoredObject> rows = people(3);
            run(full());
            delete(rows.getFirst());
            run(full());
            assertThat(isGone(rows.getFirst())).as(policy).isTrue();

            restore(rows.getFirst());
            run(full());

            assertThat(isGone(rows.getFirst())).as(policy).isFalse();
            assertThat(isDeleted(rows.getFirst())).as(policy).isFalse();
            assertThat(state(rows.getFirst())).as(policy).isNotEqualTo("gone");
        }
    }

    @Test
    void aRowThatIsThereWhenItIsAskedForIsNotGone() {
        List<StoredObject> rows = people(5);
        run(full());
        unlisted.add(rows.getFirst().id());

        run(full());

        assertThat(newest().counts().deleted()).isZero();
        assertThat(newest().counts().reread()).isEqualTo(1);
        assertThat(isGone(rows.getFirst())).isFalse();
    }

    @Test
    void anEmptyReadDeletesNothing() {
        List<StoredObject> rows = people(5);
        run(full());
        rows.forEach(row -> unlisted.add(row.id()));

        assertThat(run(full()).status()).isEqualTo("success");

        assertThat(newest().counts().deleted()).isZero();
        assertThat(rows).noneMatch(this::isGone);
    }

    @Test
    void aRunThatReadsPartOfTheRowsDeletesNothing() {
        List<StoredObject> rows = people(5);
        run(full());
        delete(rows.getLast());

        run(new ReadChangesInput("default", SALESFORCE, "contact", true, null, 4L, null, "person/test", null));

        assertThat(newest().counts().deleted()).isZero();
        assertThat(found).isEmpty();
        assertThat(isGone(rows.getLast())).isFalse();
    }

    @Test
    void whatACrashHasEmptiedProvesNothingAndTheNextRunIsFull() {
        List<StoredObject> rows = people(5);
        run(full());
        delete(rows.getFirst());
        BeginRunResult begun = begin(full());
        int page = feed(begun, Feed.CHANGES, 0);
        fixture.database()
                .jdbc()
                .sql("delete from run_seen_" + position(begun).runId())
                .update();

        page = feed(begun, Feed.AGAIN, page);
        feed(begun, Feed.GONE, page);
        end(begun);

        assertThat(newest().counts().deleted()).isZero();
        assertThat(found).isEmpty();
        assertThat(fixture.store().readers().of(CONTACTS).needsFull()).isTrue();
        run(new ReadChangesInput("default", SALESFORCE, "contact", null, null, null, null, "person/test", null));
        assertThat(newest().kind()).hasToString("FULL");
        assertThat(isGone(rows.getFirst())).isTrue();
    }

    @Test
    void aRunWhoseFirstPageWasNotNotedGoesOnAndProvesNothing() {
        List<StoredObject> rows = people(5);
        run(full());
        delete(rows.getFirst());
        pageSize = 2;
        BeginRunResult begun = begin(full());
        page(begun, 1, Feed.CHANGES);
        fixture.database()
                .jdbc()
                .sql("drop table run_seen_" + position(begun).runId())
                .update();

        feed(begun, Feed.GONE, feed(begun, Feed.AGAIN, feed(begun, Feed.CHANGES, 1)));
        end(begun);

        assertThat(newest().counts().deleted()).isZero();
        assertThat(found).isEmpty();
        assertThat(fixture.store().readers().of(CONTACTS).needsFull()).isTrue();
    }

    @Test
    void tooManyDeletesAreHeldAndNoneIsAppliedAndTheReaderGoesOn() {
        deletes = "follow";
        List<StoredObject> rows = people(40);
        run(full());
        List<StoredObject> some = rows.subList(0, 21);
        some.forEach(this::delete);

        ReadChangesStatus end = run(full());

        assertThat(end.status()).isEqualTo("waiting");
        assertThat(newest().counts().held()).isEqualTo(21);
        assertThat(newest().counts().deleted()).isZero();
        assertThat(rows).noneMatch(this::isGone);
        fixture.salesforce()
                .store()
                .update(rows.getLast(), Map.of("FirstName", WorkerFixture.firstName(9)), Arrival.ANSWERED);
        assertThat(run(full()).updated()).isEqualTo(1);
        assertThat(newest().counts().deleted()).isZero();
        assertThat(rows).noneMatch(this::isGone);
    }

    @Test
    void whatIsApprovedIsAskedForOnceMoreAndAppliedAsTheRulesSay() {
        deletes = "follow";
        List<StoredObject> rows = people(40);
        run(full());
        rows.subList(0, 21).forEach(this::delete);
        run(full());
        long held = newest().id();
        restore(rows.getFirst());

        decide(held, true);

        assertThat(isDeleted(rows.getFirst())).isFalse();
        assertThat(rows.subList(1, 21)).allMatch(this::isDeleted);
        assertThat(rows.subList(21, 40)).noneMatch(this::isDeleted);
        assertThat(newest().status()).hasToString("SUCCESS");
        assertThat(newest().counts().deleted()).isEqualTo(20);
    }

    @Test
    void whatIsRejectedIsKeptAndNotHeldAgainBeforeItsRowReturns() {
        deletes = "follow";
        List<StoredObject> rows = people(40);
        run(full());
        rows.subList(0, 21).forEach(this::delete);
        run(full());

        decide(newest().id(), false);

        assertThat(rows).noneMatch(this::isDeleted);
        assertThat(rows.subList(0, 21)).allMatch(this::isGone);
        assertThat(state(rows.getFirst())).isEqualTo("gone");
        assertThat(run(full()).status()).isEqualTo("success");
        assertThat(newest().counts().held()).isZero();
        assertThat(rows).noneMatch(this::isDeleted);
    }

    @Test
    void whatNobodyDecidesInTimeIsRejected() {
        deletes = "follow";
        List<StoredObject> rows = people(2);
        run(full());
        rows.forEach(this::delete);
        run(full());
        long held = newest().id();
        assertThat(decide(null, false)).isEqualTo(2);

        fixture.database().jdbc().sql("update held_delete set until = now()").update();

        assertThat(decide(null, false)).isZero();
        assertThat(rows).noneMatch(this::isDeleted);
        assertThat(rows).allMatch(this::isGone);
        assertThat(fixture.store().runs().find(held).orElseThrow().status()).hasToString("SUCCESS");
    }

    @Test
    void whatIsRejectedIsAskedForOnceMoreAndARestoredRowStays() {
        List<StoredObject> rows = people(3);
        run(full());
        rows.forEach(this::delete);
        run(full());
        restore(rows.getFirst());

        assertThat(decide(newest().id(), false)).isZero();

        assertThat(isGone(rows.getFirst())).isFalse();
        assertThat(rows.subList(1, 3)).allMatch(this::isGone);
        assertThat(newest().counts().deleted()).isEqualTo(2);
        assertThat(newest().status()).hasToString("SUCCESS");
    }

    @Test
    void aRunWhoseHeldRowsAreAllSeenAgainEndsAndOneThatHoldsSomeStillWaits() {
        List<StoredObject> rows = people(3);
        run(full());
        rows.forEach(this::delete);
        run(full());
        long held = newest().id();
        restore(rows.get(0));
        run(full());
        assertThat(status(held)).isEqualTo("WAITING");
        restore(rows.get(1));
        restore(rows.get(2));

        run(full());

        assertThat(status(held)).isEqualTo("SUCCESS");
        assertThat(fixture.store().runs().find(held).orElseThrow().counts().deleted())
                .isZero();
    }

    @Test
    void aDecisionAboutARunThatHoldsNothingAnyMoreEndsIt() {
        List<StoredObject> rows = people(2);
        run(full());
        rows.forEach(this::delete);
        run(full());
        fixture.database().jdbc().sql("delete from held_delete").update();

        decide(newest().id(), true);

        assertThat(newest().status()).hasToString("SUCCESS");
        assertThat(rows).noneMatch(this::isGone);
    }

    @Test
    void allRowsOfMoreThanOneAreHeld() {
        List<StoredObject> rows = people(2);
        run(full());
        rows.forEach(this::delete);

        assertThat(run(full()).status()).isEqualTo("waiting");
        assertThat(rows).noneMatch(this::isGone);
    }

    @Test
    void whoTakesARunOverGoesOnWithTheDeletesAndAppliesEachOnce() {
        deletes = "follow";
        List<StoredObject> rows = people(40);
        run(full());
        rows.subList(0, 12).forEach(this::delete);
        BeginRunResult begun = begin(full());
        int page = feed(begun, Feed.CHANGES, 0);
        page = feed(begun, Feed.AGAIN, page);
        ReadPageResult asked = page(begun, page + 1, Feed.GONE);
        assertThat(asked.committed()).isTrue();
        fixture.database()
                .jdbc()
                .sql("update run set touched_at = touched_at - interval '1 hour'")
                .update();

        BeginRunResult other = begin(full());
        assertThat(position(other).runId()).isEqualTo(position(begun).runId());
        page = feed(other, Feed.AGAIN, position(other).page());
        feed(other, Feed.GONE, page);
        end(other);

        assertThat(newest().counts().deleted()).isEqualTo(12);
        assertThat(rows.stream().filter(this::isDeleted).count()).isEqualTo(12);
    }

    @Test
    void whoTakesARunOverWhileDeletesAreAppliedAppliesTheRestOnce() {
        deletes = "follow";
        List<StoredObject> rows = people(40);
        run(full());
        rows.subList(0, 12).forEach(this::delete);
        pageSize = 5;
        BeginRunResult begun = begin(full());
        int page = feed(begun, Feed.AGAIN, feed(begun, Feed.CHANGES, 0));
        while (newest().counts().deleted() == 0) {
            page = page(begun, page + 1, Feed.GONE).status().page();
        }
        assertThat(newest().counts().deleted()).isEqualTo(5);
        fixture.database()
                .jdbc()
                .sql("update run set touched_at = touched_at - interval '1 hour'")
                .update();

        BeginRunResult other = begin(full());
        feed(other, Feed.GONE, feed(other, Feed.AGAIN, position(other).page()));
        end(other);

        assertThat(newest().counts().deleted()).isEqualTo(12);
        assertThat(rows.stream().filter(this::isDeleted).count()).isEqualTo(12);
        assertThat(fixture.database()
                        .jdbc()
                        .sql("select count(*) from change where operation = 'DELETE' or operation = 'delete'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(12);
    }

    @Test
    void aRunWhoseSystemRefusesTheQuestionEndsAsPartialAndTheNextOneGoesOn() {
        List<StoredObject> rows = people(5);
        run(full());
        delete(rows.getFirst());
        refusesFind = true;

        assertThat(run(full()).status()).isEqualTo("partial");
        assertThat(newest().error().orElseThrow().message()).contains("no right");
        assertThat(isGone(rows.getFirst())).isFalse();

        refusesFind = false;
        assertThat(run(full()).status()).isEqualTo("success");
        assertThat(isGone(rows.getFirst())).isTrue();
    }

    @Test
    void whereDeletesAreListedTheListAloneProvesOne() {
        listsDeletes = true;
        List<StoredObject> rows = people(5);
        run(full());
        StoredObject hidden = rows.get(0);
        StoredObject deleted = rows.get(1);
        unlisted.add(hidden.id());
        delete(deleted);

        run(new ReadChangesInput("default", SALESFORCE, "contact", null, null, null, null, "person/test", null));

        assertThat(isGone(deleted)).isTrue();
        run(full());
        assertThat(isGone(hidden)).isFalse();
        assertThat(newest().counts().deleted()).isZero();
    }

    @Test
    void aListThatDoesNotReachBackIsReadFromNowOnAndTheRunSaysSo() {
        listsDeletes = true;
        people(5);
        run(full());
        forgetsDeletes = true;

        assertThat(run(full()).status()).isEqualTo("partial");
        assertThat(newest().error().orElseThrow().message()).contains("are lost");

        forgetsDeletes = false;
        assertThat(run(full()).status()).isEqualTo("success");
    }

    @Test
    void anotherRowThatCarriesTheIdOfTheRecordTakesThePlaceOfTheOneThatIsGone() {
        deletes = "follow";
        List<StoredObject> rows = people(5);
        run(full());
        StoredObject old = rows.getFirst();
        StoredObject copy = fixture.salesforce()
                .store()
                .create(
                        "Contact",
                        Map.of(
                                "RecordsyncId__c",
                                id(old),
                                "FirstName",
                                WorkerFixture.firstName(1),
                                "LastName",
                                WorkerFixture.NAME),
                        Arrival.ANSWERED);
        delete(old);

        run(full());

        assertThat(isDeleted(old)).isFalse();
        assertThat(isGone(old)).isTrue();
        run(full());
        assertThat(fixture.store()
                        .counterparts()
                        .at(List.of(place(copy.id())))
                        .get(place(copy.id()))
                        .recordId())
                .contains(id(old));
    }

    /** All steps of a run, as the workflow takes them. */
    private ReadChangesStatus run(ReadChangesInput input) {
        BeginRunResult begun = begin(input);
        int page = position(begun).page();
        for (Feed feed : Feed.values()) {
            page = feed(begun, feed, page);
        }
        return end(begun);
    }

    private int feed(BeginRunResult begun, Feed feed, int from) {
        int page = from;
        ReadPageResult result;
        do {
            result = page(begun, page + 1, feed);
            changed.addAll(result.changed());
            page += result.committed() ? 1 : 0;
        } while (!result.last());
        return page;
    }

    private ReadChangesStatus end(BeginRunResult begun) {
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

    /** Carries a decision out to its end, and returns how many deletes are held still. */
    private long decide(@Nullable Long run, boolean approved) {
        DecideHeldResult result;
        do {
            result = process()
                    .decideHeld(new DecideHeldRequest("default", SALESFORCE, "contact", run, approved, "person/test"));
        } while (!result.last());
        return result.held();
    }

    private ReadingActivitiesImpl process() {
        if (worker == null) {
            worker = fixture.newProcess(fixture.options().withRules(rules()).withConnectors(Deleting::new));
        }
        return worker.reading();
    }

    private RuleSet rules() {
        return RuleSet.parse("""
                name: test
                routes: {contact: [salesforce]}
                merge:
                  contact: {match: [email]}
                systems:
                  salesforce:
                    entities:
                      contact:
                        object: Contact
                        read: {every: 5m, deletes: %s}
                        fields:
                          FirstName: record.first_name
                          LastName: {value: record.last_name, required: true}
                          Email: {value: record.email, type: email}
                          Phone: {value: record.phone, type: phone, region: US}
                """.formatted(deletes), "test");
    }

    private BeginRunResult begin(ReadChangesInput input) {
        return process().begin(new BeginRunRequest(input, "w" + OWNERS.incrementAndGet(), "read/salesforce/contact"));
    }

    private ReadPageResult page(BeginRunResult begun, int page, Feed feed) {
        return process()
                .page(new ReadPageRequest(
                        "default",
                        SALESFORCE,
                        "contact",
                        position(begun).runId(),
                        position(begun).fence(),
                        page,
                        feed,
                        pageSize));
    }

    private static ReadPosition position(BeginRunResult begun) {
        return Objects.requireNonNull(begun.position());
    }

    private static ReadChangesInput full() {
        return new ReadChangesInput("default", SALESFORCE, "contact", true, null, null, null, "person/test", null);
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
                                    WorkerFixture.email("p" + deletes + n)),
                            Arrival.ANSWERED));
        }
        return rows;
    }

    private void delete(StoredObject row) {
        fixture.salesforce().store().delete(row, Arrival.ANSWERED);
    }

    private void restore(StoredObject row) {
        fixture.salesforce().store().restore("Contact", row.id(), Arrival.ANSWERED);
    }

    private String status(long run) {
        return fixture.store().runs().find(run).orElseThrow().status().toString();
    }

    private static String id(StoredObject row) {
        return "salesforce-" + row.id();
    }

    private static RowPlace place(String externalId) {
        return new RowPlace("default", SALESFORCE, "Contact", externalId);
    }

    private boolean isGone(StoredObject row) {
        RowPlace place = place(row.id());
        return Objects.requireNonNull(
                        fixture.store().counterparts().at(List.of(place)).get(place))
                .isGone();
    }

    private boolean isDeleted(StoredObject row) {
        RecordKey key = new RecordKey("default", "contact", id(row));
        return fixture.database()
                .jdbc()
                .sql("select deleted_by is not null from image where record_id = :id")
                .param("id", key.recordId())
                .query(Boolean.class)
                .single();
    }

    private String state(StoredObject row) {
        return fixture.database()
                .jdbc()
                .sql("select state from delivery where record_id = :id and system = 'salesforce'")
                .param("id", id(row))
                .query(String.class)
                .single();
    }

    private int seenTables() {
        return fixture.database()
                .jdbc()
                .sql("select count(*) from pg_inherits where inhparent = 'run_seen'::regclass")
                .query(Integer.class)
                .single();
    }

    private Run newest() {
        return fixture.store()
                .runs()
                .history("default", Optional.empty(), Optional.empty(), Optional.empty(), 1)
                .getFirst();
    }

    /** Lists deletes at once if the test says so, leaves rows out of its lists, and may refuse questions by id. */
    private final class Deleting extends DelegatingConnector {

        Deleting(Connector connector) {
            super(connector);
        }

        @Override
        public Capabilities capabilities() {
            Capabilities real = super.capabilities();
            Reading reading = real.reading();
            return new Capabilities(
                    real.apiVersion(),
                    real.writing(),
                    new Reading(reading.feed(), listsDeletes, reading.largestPage(), reading.visibility()),
                    real.quota(),
                    real.limitWait());
        }

        @Override
        public Page read(Read read, CallScope scope) {
            if (read.feed() == Read.Feed.DELETES && forgetsDeletes) {
                throw ConnectorException.refused("DELETES_FORGOTTEN", "Some deletes of Contact are lost.");
            }
            if (read.feed() == Read.Feed.DELETES) {
                List<ReadRecord> gone = fixture.salesforce().store().deleted("Contact").stream()
                        .map(row -> ReadRecord.deleted(row.last().id(), Optional.empty(), Optional.empty()))
                        .toList();
                return new Page(gone, read.from(), true);
            }
            Page page = super.read(read, scope);
            return new Page(
                    page.records().stream()
                            .filter(row -> !unlisted.contains(row.externalId()))
                            .toList(),
                    page.next(),
                    page.last(),
                    page.unreadable());
        }

        @Override
        public List<ReadRecord> find(String object, List<String> fields, List<String> ids, CallScope scope) {
            if (refusesFind) {
                throw ConnectorException.refused("NO_RIGHT", "Salesforce grants no right to read by id.");
            }
            found.add(ids.size());
            return super.find(object, fields, ids, scope).stream()
                    .filter(row -> !listsDeletes || !unlisted.contains(row.externalId()))
                    .toList();
        }
    }
}
