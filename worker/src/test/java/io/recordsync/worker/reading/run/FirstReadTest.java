package io.recordsync.worker.reading.run;

import static io.recordsync.worker.WorkerFixture.HUBSPOT;
import static io.recordsync.worker.WorkerFixture.SALESFORCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.recordsync.rules.RuleSet;
import io.recordsync.simulator.store.Arrival;
import io.recordsync.simulator.store.StoredObject;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.delivery.DeliveryState;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.store.reading.OvertakenRunException;
import io.recordsync.store.reading.Reader.State;
import io.recordsync.store.reading.Run;
import io.recordsync.store.reading.RunCounts;
import io.recordsync.store.reading.RunKind;
import io.recordsync.store.reading.RunStatus;
import io.recordsync.store.reading.RunStore.PageEnd;
import io.recordsync.worker.WorkerFixture;
import io.recordsync.worker.WorkerProcess;
import io.recordsync.workflows.BeginPushRequest;
import io.recordsync.workflows.BeginRunRequest;
import io.recordsync.workflows.BeginRunResult;
import io.recordsync.workflows.DeliverAllRequest;
import io.recordsync.workflows.DeliverAllResult;
import io.recordsync.workflows.EndRunRequest;
import io.recordsync.workflows.FailureTypes;
import io.recordsync.workflows.PushInput;
import io.recordsync.workflows.PushPageRequest;
import io.recordsync.workflows.ReadChangesInput;
import io.recordsync.workflows.ReadChangesStatus;
import io.recordsync.workflows.ReadPageRequest;
import io.recordsync.workflows.ReadPageResult;
import io.recordsync.workflows.ReadPosition;
import io.recordsync.workflows.ReadPosition.Feed;
import io.recordsync.workflows.RouteAllRequest;
import io.recordsync.workflows.RouteAllResult;
import io.recordsync.workflows.RouteRequest;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The first read of a system, what waits for it, and what follows it. */
class FirstReadTest {

    private static final String ONE_WAY = """
            name: first-read
            routes: {contact: [salesforce, hubspot]}
            merge: {contact: {match: [email]}}
            systems:
              salesforce:
                entities:
                  contact:
                    object: Contact
                    match: Email
                    %s
                    fields:
                      FirstName: record.first_name
                      LastName: {value: record.last_name, required: true}
                      Email: {value: record.email, type: email}
              hubspot:
                entities:
                  contact:
                    object: contacts
                    match: email
                    fields:
                      firstname: record.first_name
                      email: {value: record.email, type: email}
                      %s
            """;
    private static final RuleSet RULES = rules("read: {every: 5m}", "");
    private static final ReaderKey CONTACTS = new ReaderKey("default", SALESFORCE, "contact");

    @RegisterExtension
    private final WorkerFixture fixture = new WorkerFixture().rules(RULES);

    @Test
    void noContactIsMadeTwiceAndBothSidesAreCompleteAfterTheFirstRead() {
        rows(21, 70);
        BeginRunResult begun = begin(fixture.process());
        accept(1, 50);
        page(begun, 1, 30);
        deliverAll(fixture.process(), ids(1, 50));
        assertThat(contacts()).hasSize(50);
        assertThat(fixture.hubspot().store().all("contacts"))
                .as("others do not wait")
                .hasSize(50);

        ReadChangesStatus end = readOn(begun, 1);

        assertThat(end.push()).isTrue();
        assertThat(state()).isEqualTo(State.LIVE);
        deliverAll(fixture.process(), push(fixture.process(), null));
        Run push = newest();
        assertThat(push.kind()).isEqualTo(RunKind.PUSH);
        assertThat(push.status()).isEqualTo(RunStatus.SUCCESS);
        assertThat(push.counts().processed()).isEqualTo(70);
        assertThat(push.counts().created()).isEqualTo(20);
        assertThat(contacts()).hasSize(70);
        assertThat(emails()).hasSize(70);
        assertThat(rowsOf(records())).hasSize(70);
        assertThat(push(fixture.process(), PushInput.RESEND))
                .as("nothing is lacking")
                .isEmpty();
    }

    @Test
    void aDeleteThatIsKnownThereDoesNotWait() {
        accept(1, 1);
        deliverAll(fixture.process(), ids(1, 1));
        assertThat(contacts()).hasSize(1);
        begin(fixture.process());

        fixture.delete("k1");
        deliverAll(fixture.process(), ids(1, 1));

        assertThat(contacts()).isEmpty();
    }

    @Test
    void aCreateThatWasDueBeforeIsGivenBackAndIsMadeAfterTheFirstRead() {
        accept(1, 2);
        BeginRunResult begun = begin(fixture.process());

        assertThat(failure(() -> fixture.deliver("k1", SALESFORCE)).getType()).isEqualTo(FailureTypes.ROUTE_AGAIN);
        DeliverAllResult chunk = chunk(fixture.process(), SALESFORCE, List.of("k1", "k2"));

        assertThat(chunk.waiting()).isEmpty();
        assertThat(chunk.handedOver()).isEmpty();
        assertThat(contacts()).isEmpty();
        assertThat(fixture.row("k1", SALESFORCE).attempts()).isZero();
        assertThat(fixture.process()
                        .routing()
                        .route(new RouteRequest("default", "contact", "k1", null))
                        .due())
                .doesNotContain(SALESFORCE);
        assertThat(fixture.row("k1", SALESFORCE).state()).isEqualTo(DeliveryState.UNROUTED);
        readOn(begun, 0);
        deliverAll(fixture.process(), push(fixture.process(), null));
        assertThat(contacts()).hasSize(2);
    }

    @Test
    void aPushThatNobodyRunsIsStartedByTheNextRun() {
        accept(1, 1);
        readOn(begin(fixture.process()), 0);

        BeginRunResult next = begin(fixture.process());

        assertThat(next.push()).isTrue();
        deliverAll(fixture.process(), push(fixture.process(), null));
        assertThat(contacts()).hasSize(1);
        readOn(next, 0);
        assertThat(begin(fixture.process()).push()).isNull();
    }

    @Test
    void aPushIsTakenOverWhereItsProcessDiedAndTheOneThatWasOvertakenChangesNothing() {
        accept(1, 5);
        readOn(begin(fixture.process()), 0);
        PushActivitiesImpl pushes = fixture.process().pushes(2);
        BeginRunResult dead = pushes.begin(pushRequest("dead", null));
        List<String> due = new ArrayList<>(pushes.page(pushPage(dead, 1)).changed());
        assertThat(pushes.begin(pushRequest("heir", null)).pause()).isPositive();
        fixture.database()
                .jdbc()
                .sql("update run set touched_at = touched_at - interval '1 hour'")
                .update();

        BeginRunResult heir = pushes.begin(pushRequest("heir", null));

        assertThat(position(heir).page()).isEqualTo(1);
        assertThat(failure(() -> pushes.page(pushPage(dead, 2))).getType()).isEqualTo(FailureTypes.RUN_OVERTAKEN);
        due.addAll(pushes.page(pushPage(heir, 2)).changed());
        assertThat(pushes.page(pushPage(heir, 2)).changed())
                .as("an answer that was lost")
                .isEmpty();
        ReadPageResult last = pushes.page(pushPage(heir, 3));
        due.addAll(last.changed());
        assertThat(last.last()).isTrue();
        assertThat(due).containsExactlyInAnyOrder("k1", "k2", "k3", "k4", "k5");
        assertThat(newest().counts().created()).isEqualTo(5);
        assertThat(newest().status()).isEqualTo(RunStatus.SUCCESS);
    }

    @Test
    void aSecondFirstReadWhileAResendIsUnderWayMakesThatOnePushAll() {
        accept(1, 3);
        BeginRunResult begun = begin(fixture.process());
        PushActivitiesImpl pushes = fixture.process().pushes(2);
        BeginRunResult resend = pushes.begin(pushRequest("r", PushInput.RESEND));
        pushes.page(pushPage(resend, 1));

        readOn(begun, 0);

        assertThat(newest().kind()).isEqualTo(RunKind.PUSH);
        assertThat(newest().options().retries())
                .as("parked deliveries are tried again, as the resend was asked to")
                .isTrue();
        assertThat(pushes.page(pushPage(resend, 2)).last()).isFalse();
        assertThat(pushes.page(pushPage(resend, 3)).last()).isTrue();
        assertThat(newest().counts().processed()).isEqualTo(5);
    }

    @Test
    void aPageOfAResendThatWasLookedAtBeforeTheEndOfTheFirstReadIsNotWritten() {
        accept(1, 3);
        BeginRunResult begun = begin(fixture.process());
        BeginRunResult resend = fixture.process().pushes().begin(pushRequest("r", PushInput.RESEND));
        Run seen = newest();

        readOn(begun, 0);

        PageEnd end = new PageEnd(1, "k3", true, "rules", RunCounts.NONE, List.of());
        assertThatThrownBy(() -> fixture.store().pushes().commit(seen, end, List.of()))
                .isInstanceOf(OvertakenRunException.class);
        assertThat(fixture.process().pushes().page(pushPage(resend, 1)).changed())
                .containsExactlyInAnyOrder("k1", "k2", "k3");
        assertThat(newest().kind()).isEqualTo(RunKind.PUSH);
    }

    @Test
    void aPushThatAnEarlierBuildHasNotBegunIsBegunOnceByTheNextRun() {
        accept(1, 2);
        readOn(begin(fixture.process()), 0);
        fixture.database().jdbc().sql("delete from run where kind = 'push'").update();

        BeginRunResult next = begin(fixture.process());

        assertThat(next.push()).isTrue();
        assertThat(push(fixture.process(), null)).containsExactlyInAnyOrder("k1", "k2");
        readOn(next, 0);
        assertThat(begin(fixture.process()).push()).isNull();
    }

    @Test
    void aRecordThatWasSkippedIsMadeAfterTheFirstReadIfItHasChangedSince() {
        accept(1, 2);
        fixture.database()
                .jdbc()
                .sql("update delivery set state = 'skipped', settled_revision = due_revision where system = :system")
                .param("system", SALESFORCE)
                .update();
        BeginRunResult begun = begin(fixture.process());
        fixture.accept("k1", Operation.UPDATE, Map.of("last_name", "Changed"));
        deliverAll(fixture.process(), ids(1, 2));

        readOn(begun, 0);

        assertThat(push(fixture.process(), null)).containsExactly("k1");
    }

    @Test
    void aSystemThatWasWrittenForWeeksIsLinkedByTheIdsThatItGave() {
        WorkerProcess oneWay = fixture.newProcess(fixture.options().withRules(rules("", "")));
        accept(1, 3);
        deliverAll(oneWay, ids(1, 3));
        contacts()
                .forEach(row -> fixture.salesforce()
                        .store()
                        .update(
                                row,
                                Map.of("RecordsyncId__c", "", "Email", "other." + row.id() + "@x.com"),
                                Arrival.ANSWERED));

        ReadChangesStatus end = readOn(begin(fixture.process()), 0);

        assertThat(end.created()).isZero();
        assertThat(records()).hasSize(3);
        assertThat(rowsOf(records())).hasSize(3).allMatch(row -> !row.isWithoutBase());
        deliverAll(fixture.process(), push(fixture.process(), null));
        assertThat(contacts()).hasSize(3);
        assertThat(newest().counts().created()).isZero();
    }

    @Test
    void aResendAfterAChangeOfTheRulesConcernsEachRecordThatIsGivenOtherwiseNow() {
        accept(1, 3);
        deliverAll(fixture.process(), ids(1, 3));
        WorkerProcess changed = fixture.newProcess(
                fixture.options().withRules(rules("read: {every: 5m}", "lastname: record.last_name")));

        List<String> due = push(changed, HUBSPOT, PushInput.RESEND);

        assertThat(due).containsExactlyInAnyOrder("k1", "k2", "k3");
        assertThat(newest().kind()).isEqualTo(RunKind.RESEND);
        assertThat(newest().counts().updated()).isEqualTo(3);
        deliverAll(changed, due);
        assertThat(fixture.hubspot().store().all("contacts"))
                .allMatch(row -> WorkerFixture.NAME.equals(row.field("lastname")));
        assertThat(push(changed, HUBSPOT, PushInput.RESEND)).isEmpty();
    }

    @Test
    void aResendOfWhatTheRulesDoNotGiveIsRefusedInASentence() {
        assertThatThrownBy(() -> fixture.process()
                        .pushes()
                        .begin(new BeginPushRequest(
                                new PushInput("default", SALESFORCE, "company", PushInput.RESEND, "person/test", null),
                                "w",
                                "push")))
                .hasMessageContaining("The rules do not give company to salesforce");
    }

    private static RuleSet rules(String read, String more) {
        return RuleSet.parse(ONE_WAY.formatted(read, more), "test");
    }

    private void rows(int from, int to) {
        IntStream.rangeClosed(from, to)
                .forEach(n -> fixture.salesforce()
                        .store()
                        .create(
                                "Contact",
                                Map.of(
                                        "FirstName", WorkerFixture.firstName(n),
                                        "LastName", WorkerFixture.NAME,
                                        "Email", WorkerFixture.email("k" + n)),
                                Arrival.ANSWERED));
    }

    private void accept(int from, int to) {
        IntStream.rangeClosed(from, to)
                .forEach(n -> fixture.accept(
                        "k" + n,
                        Operation.UPDATE,
                        Map.of(
                                "first_name", WorkerFixture.firstName(n),
                                "last_name", WorkerFixture.NAME,
                                "email", WorkerFixture.email("k" + n))));
    }

    private static List<String> ids(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(n -> "k" + n).toList();
    }

    private List<StoredObject> contacts() {
        return fixture.salesforce().store().all("Contact");
    }

    private Set<String> emails() {
        return contacts().stream().map(row -> row.field("Email")).collect(Collectors.toSet());
    }

    private List<String> records() {
        return fixture.database()
                .jdbc()
                .sql("select record_id from image where revision > 0")
                .query(String.class)
                .list();
    }

    private List<Counterpart> rowsOf(List<String> records) {
        return List.copyOf(fixture.store()
                .counterparts()
                .of(records.stream().map(WorkerFixture::key).toList(), SALESFORCE)
                .values());
    }

    private State state() {
        return fixture.store().readers().of(CONTACTS).state();
    }

    private Run newest() {
        return fixture.store()
                .runs()
                .history("default", Optional.empty(), Optional.empty(), Optional.empty(), 1)
                .getFirst();
    }

    /** Routes and delivers as the chunk's workflow does. */
    private void deliverAll(WorkerProcess process, List<String> recordIds) {
        if (recordIds.isEmpty()) {
            return;
        }
        RouteAllResult route = process.routing().routeAll(new RouteAllRequest("default", "contact", recordIds));
        for (RouteAllResult.Part part : route.parts()) {
            List<String> waiting = part.recordIds();
            for (int round = 0; round < 20 && !waiting.isEmpty(); round++) {
                waiting = process.chunks()
                        .deliverAll(new DeliverAllRequest(
                                "default", "contact", waiting, part.system(), "chunk/1", route.rules()))
                        .waiting();
            }
        }
    }

    private static DeliverAllResult chunk(WorkerProcess process, String system, List<String> recordIds) {
        return process.chunks()
                .deliverAll(new DeliverAllRequest("default", "contact", recordIds, system, "chunk/1", null));
    }

    private BeginRunResult begin(WorkerProcess process) {
        return process.reading()
                .begin(new BeginRunRequest(
                        new ReadChangesInput(
                                "default", SALESFORCE, "contact", null, null, null, null, "person/test", null),
                        "reader",
                        "read"));
    }

    private ReadPageResult page(BeginRunResult begun, int number, int size) {
        return page(begun, number, Feed.CHANGES, size);
    }

    private ReadPageResult page(BeginRunResult begun, int number, Feed feed, int size) {
        return fixture.process()
                .reading()
                .page(new ReadPageRequest(
                        "default",
                        SALESFORCE,
                        "contact",
                        position(begun).runId(),
                        position(begun).fence(),
                        number,
                        feed,
                        size));
    }

    /** Reads from the page after this one to the end. */
    private ReadChangesStatus readOn(BeginRunResult begun, int after) {
        int number = after;
        for (Feed feed : Feed.values()) {
            boolean last = false;
            while (!last) {
                ReadPageResult page = page(begun, number + 1, feed, 30);
                deliverAll(fixture.process(), page.changed());
                number += page.committed() ? 1 : 0;
                last = page.last();
            }
        }
        return fixture.process()
                .reading()
                .end(new EndRunRequest(
                        "default",
                        SALESFORCE,
                        "contact",
                        position(begun).runId(),
                        position(begun).fence(),
                        null,
                        null));
    }

    private List<String> push(WorkerProcess process, @Nullable String kind) {
        return push(process, SALESFORCE, kind);
    }

    /** Returns the records that are to be delivered. */
    private static List<String> push(WorkerProcess process, String system, @Nullable String kind) {
        BeginRunResult begun = process.pushes()
                .begin(new BeginPushRequest(
                        new PushInput("default", system, "contact", kind, "person/test", null), "pusher", "push"));
        return process.pushes()
                .page(new PushPageRequest(
                        "default",
                        system,
                        "contact",
                        position(begun).runId(),
                        position(begun).fence(),
                        1))
                .changed();
    }

    private static BeginPushRequest pushRequest(String owner, @Nullable String kind) {
        return new BeginPushRequest(
                new PushInput("default", SALESFORCE, "contact", kind, "person/test", null), owner, "push");
    }

    private static PushPageRequest pushPage(BeginRunResult begun, int number) {
        return new PushPageRequest(
                "default",
                SALESFORCE,
                "contact",
                position(begun).runId(),
                position(begun).fence(),
                number);
    }

    private static ReadPosition position(BeginRunResult begun) {
        return Objects.requireNonNull(begun.position());
    }

    private static ApplicationFailure failure(Runnable step) {
        return Objects.requireNonNull(catchThrowableOfType(ApplicationFailure.class, step::run));
    }
}
