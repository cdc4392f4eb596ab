package io.recordsync.worker.delivery;

import static io.recordsync.worker.WorkerFixture.HUBSPOT;
import static io.recordsync.worker.WorkerFixture.NAME;
import static io.recordsync.worker.WorkerFixture.SALESFORCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.Connector;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Operation;
import io.recordsync.rules.RuleSet;
import io.recordsync.store.counterpart.Again;
import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.Conflict.Kind;
import io.recordsync.store.counterpart.ConflictStore.Row;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.counterpart.RowPlace;
import io.recordsync.store.counterpart.Why;
import io.recordsync.store.delivery.DeliveryState;
import io.recordsync.store.delivery.Routing.Candidate;
import io.recordsync.store.ledger.Change;
import io.recordsync.store.ledger.Change.Form;
import io.recordsync.store.ledger.Image;
import io.recordsync.worker.WorkerFixture;
import io.recordsync.worker.reading.Judgement.Verdict;
import io.recordsync.worker.reading.Readings;
import io.recordsync.worker.reading.Readings.Page;
import io.recordsync.worker.reading.SeenRow;
import io.recordsync.workflows.DeliverAllRequest;
import io.recordsync.workflows.DeliverAllResult;
import io.recordsync.workflows.FailureTypes;
import io.recordsync.workflows.HandedOver;
import io.recordsync.workflows.Retry;
import io.recordsync.workflows.RouteRequest;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Deliveries to systems that are read: what is sent there, and what is known of the row afterwards. */
class ReadSystemsTest {

    private static final String A = SALESFORCE;
    private static final String B = HUBSPOT;

    private static final RuleSet RULES = RuleSet.parse("""
            name: read-systems
            routes: {contact: [salesforce, hubspot]}
            merge: {contact: {match: [email], fields: {nickname: ask}}}
            systems:
              salesforce: &both
                entities:
                  contact:
                    object: Contact
                    match: Email
                    read: {every: 5m}
                    fields:
                      Name: record.name
                      Email: {value: record.email, type: email}
                      Phone: {value: record.phone, type: phone, region: US}
                      Status: record.status
                      Nickname: record.nickname
              hubspot:
                entities:
                  contact:
                    object: Contact
                    match: Email
                    read: {every: 5m, guard: read}
                    fields:
                      Name: record.name
                      Email: {value: record.email, type: email}
                      Phone: {value: record.phone, type: phone, region: US}
                      Status: record.status
                      Nickname: record.nickname
            """.replace("&both", ""), "test");

    private static final Map<String, Object> K1 =
            Map.of("name", NAME, "email", WorkerFixture.email("k1"), "phone", "+16502530001", "status", "open");

    private final Map<String, MemoryConnector> systems = new HashMap<>();

    @RegisterExtension
    private final WorkerFixture fixture = new WorkerFixture().rules(RULES).connectors(this::inMemory);

    private int steps;

    private Connector inMemory(Connector real) {
        return systems.computeIfAbsent(real.system(), name -> new MemoryConnector(real));
    }

    /** The two ways in which a delivery is made. */
    enum Lane {
        SINGLE,
        CHUNK
    }

    @ParameterizedTest
    @EnumSource
    void ourOwnWriteReadBackChangesNothingAndIsNotWrittenAgain(Lane lane) {
        accept(K1);
        rest(lane);
        assertThat(writes(A, B)).isEqualTo(2);
        long revision = image().revision();

        assertThat(read(A)).isEqualTo(Verdict.UNCHANGED);
        assertThat(read(B)).isEqualTo(Verdict.UNCHANGED);
        rest(lane);

        assertThat(image().revision()).isEqualTo(revision);
        assertThat(writes(A, B)).isEqualTo(2);
        assertThat(counterpart(A).sending()).isEmpty();
        assertThat(counterpart(A).carried()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void onlyWhatHasChangedIsSent(Lane lane) {
        accept(K1);
        rest(lane);

        patch("status", "closed");
        rest(lane);

        Write last = system(A).writes().getLast();
        assertThat(last.operation()).isEqualTo(Operation.UPDATE);
        assertThat(last.content()).isEqualTo(Map.of("Status", "closed"));
        assertThat(writes(A, B)).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource
    void anEditThatNobodyHasReadIsNotOverwrittenByAnUpdateOfAnotherField(Lane lane) {
        accept(K1);
        rest(lane);
        String id = system(A).only().externalId();

        system(A).personSets(id, "Phone", "+16502530009");
        patch("status", "closed");
        rest(lane);

        assertThat(system(A).only().content())
                .containsEntry("Phone", "+16502530009")
                .containsEntry("Status", "closed");
        assertThat(read(A)).isEqualTo(Verdict.UPDATED);
        rest(lane);
        assertThat(system(B).only().content()).containsEntry("Phone", "+16502530009");
    }

    @ParameterizedTest
    @EnumSource
    void aCreateThatMeetsThePersonsRowLinksItAndFillsBlanksOnly(Lane lane) {
        system(A).personMakes(fields("Name", NAME + " Jones", "Email", K1.get("email"), "Phone", "+16502530003"));
        accept(K1);
        rest(lane);

        ReadRecord row = system(A).only();
        assertThat(row.content())
                .containsEntry("Name", NAME + " Jones")
                .containsEntry("Phone", "+16502530003")
                .containsEntry("Status", "open");
        assertThat(row.recordId()).contains("k1");
        assertThat(system(A).writes()).hasSize(1).allMatch(write -> write.operation() == Operation.UPDATE);
        assertThat(fixture.row("k1", A).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(image().fields()).containsEntry("name", NAME);
    }

    @ParameterizedTest
    @EnumSource
    void whatALostCallWroteIsTakenBackIfOursIsTheFormerValueAgain(Lane lane) {
        accept(K1);
        rest(lane);

        patch("status", "closed");
        system(A).loseNextAnswer();
        deliver(lane, A);
        assertThat(system(A).only().content()).containsEntry("Status", "closed");
        patch("status", "open");
        rest(lane);

        assertThat(system(A).only().content()).containsEntry("Status", "open");
        assertThat(image().fields()).containsEntry("status", "open");
        assertThat(fixture.row("k1", A).inDoubt()).isFalse();
        assertThat(counterpart(A).sending()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aDeleteOverAnEditThatNobodyHasReadRevivesTheRecord(Lane lane) {
        accept(K1);
        rest(lane);
        String id = system(A).only().externalId();

        change(Change.Operation.DELETE, Form.SNAPSHOT, Map.of());
        system(A).personSets(id, "Phone", "+16502530009");
        deliver(lane, A);
        rest(lane);

        assertThat(image().deleted()).isFalse();
        assertThat(image().fields()).containsEntry("name", NAME).containsEntry("phone", "+16502530009");
        assertThat(system(A).only().externalId()).isEqualTo(id);
        assertThat(system(A).writes()).noneMatch(write -> write.operation() == Operation.DELETE);
    }

    @ParameterizedTest
    @EnumSource
    void aDeleteOfARowThatNobodyHasEditedIsMade(Lane lane) {
        accept(K1);
        rest(lane);

        change(Change.Operation.DELETE, Form.SNAPSHOT, Map.of());
        rest(lane);

        assertThat(system(A).isEmpty()).isTrue();
        assertThat(fixture.row("k1", A).state()).isEqualTo(DeliveryState.DELETED);
        assertThat(fixture.store().counterparts().of(List.of(WorkerFixture.key("k1")), A))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anUpdateThatMeetsNoRowMakesNoneAndWaits(Lane lane) {
        accept(K1);
        rest(lane);
        system(A).personDeletes(system(A).only().externalId());

        patch("status", "closed");
        rest(lane);
        patch("status", "won");
        rest(lane);

        assertThat(system(A).isEmpty()).isTrue();
        assertThat(fixture.row("k1", A).state()).isEqualTo(DeliveryState.GONE);
        assertThat(counterpart(A).rowHash()).isEmpty();
        assertThat(again(A)).containsExactly(new Again(counterpart(A).place().externalId(), Why.GONE));
    }

    @ParameterizedTest
    @EnumSource
    void aRowThatIsNotAsItWasExpectedIsJudgedInsteadOfWritten(Lane lane) {
        accept(K1);
        rest(lane);
        system(A).asksExpected();
        system(A).personSets(system(A).only().externalId(), "Phone", "+16502530009");

        patch("status", "closed");
        rest(lane);

        assertThat(system(A).only().content())
                .containsEntry("Phone", "+16502530009")
                .containsEntry("Status", "closed");
        assertThat(system(B).only().content()).containsEntry("Phone", "+16502530009");
    }

    @ParameterizedTest
    @EnumSource
    void aFormThatNoAnswerShowsIsReadAfterTheWrite(Lane lane) {
        system(A)
                .showingNothing()
                .keeping(value -> value instanceof String text && text.startsWith("wait") ? "waiti" : value);
        accept(K1);
        rest(lane);

        patch("status", "waiting for long");
        rest(lane);
        read(A);
        rest(lane);

        assertThat(image().fields()).containsEntry("status", "waiting for long");
        assertThat(again(A)).isEmpty();
        assertThat(system(B).only().content()).containsEntry("Status", "waiting for long");
        assertThat(writes(A, B)).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource
    void aFormThatCouldNotBeReadAfterTheWriteIsNoEditEither(Lane lane) {
        system(A)
                .showingNothing()
                .keeping(value -> value instanceof String text && text.startsWith("wait") ? "waiti" : value);
        accept(K1);
        rest(lane);

        system(A).failToFind(true);
        patch("status", "waiting for long");
        rest(lane);
        assertThat(fixture.row("k1", A).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(counterpart(A).sending()).containsKey("Status");
        assertThat(again(A)).containsExactly(new Again(system(A).only().externalId(), Why.READ_BACK));
        system(A).failToFind(false);
        read(A);
        rest(lane);

        assertThat(image().fields()).containsEntry("status", "waiting for long");
        assertThat(counterpart(A).sending()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aFormOfOurValueIsNoEditIfTheClockOfItsSystemIsAhead(Lane lane) {
        system(A)
                .ahead(Duration.ofMinutes(10))
                .showingNothing()
                .keeping(value -> value instanceof String text && text.startsWith("wait") ? "waiti" : value);
        accept(K1);
        rest(lane);

        system(A).failToFind(true);
        patch("status", "waiting for long");
        rest(lane);
        system(A).failToFind(false);
        read(A);
        rest(lane);

        assertThat(image().fields()).containsEntry("status", "waiting for long");
        assertThat(counterpart(A).sending()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void theTimeOfAnEditIsCorrectedByTheClockOfItsSystem(Lane lane) {
        system(A).ahead(Duration.ofMinutes(-10)).asksExpected();
        accept(K1);
        rest(lane);

        patch("status", "waiting");
        system(A).personSets(system(A).only().externalId(), "Status", "closed");
        rest(lane);

        assertThat(image().fields()).containsEntry("status", "closed");
        assertThat(system(B).only().content()).containsEntry("Status", "closed");
    }

    @ParameterizedTest
    @EnumSource
    void aGuardedRowIsLookedAtRightBeforeItIsWritten(Lane lane) {
        accept(K1);
        rest(lane);
        patch("status", "waiting");
        system(B).personSets(system(B).only().externalId(), "Status", "closed");
        rest(lane);

        assertThat(image().fields()).containsEntry("status", "closed");
        assertThat(system(A).only().content()).containsEntry("Status", "closed");
        assertThat(system(B).only().content()).containsEntry("Status", "closed");
        assertThat(system(B).writes()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void aFieldThatTheSystemRefusesHoldsBackNoOther(Lane lane) {
        accept(K1);
        rest(lane);
        system(A).refuse(Set.of("Status"));

        change(Change.Operation.UPDATE, Form.PATCH, Map.of("status", "closed", "phone", "+16502530009"));
        rest(lane);

        assertThat(system(A).only().content()).containsEntry("Status", "open").containsEntry("Phone", "+16502530009");
        assertThat(conflicts(A))
                .extracting(Conflict::kind, Conflict::path)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Kind.REFUSED, "status"));
        assertThat(fixture.row("k1", A).state()).isEqualTo(DeliveryState.DELIVERED);

        system(A).refuse(Set.of());
        patch("status", "won");
        rest(lane);
        assertThat(system(A).only().content()).containsEntry("Status", "won");
        assertThat(conflicts(A)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsSentWhileAPersonHasToDecide(Lane lane) {
        accept(K1);
        rest(lane);
        patch("nickname", "Al");
        system(A).personSets(system(A).only().externalId(), "Nickname", "Bo");
        read(A);
        patch("status", "closed");
        rest(lane);

        assertThat(system(A).only().content()).containsEntry("Status", "open").containsEntry("Nickname", "Bo");
        assertThat(fixture.row("k1", A).state()).isEqualTo(DeliveryState.CONFLICT);
        assertThat(fixture.row("k1", A).error().orElseThrow().code()).isEqualTo("CONFLICT");
    }

    @Test
    void aRowOfAnotherRecordIsNotTakenFromIt() {
        accept(K1);
        rest(Lane.SINGLE);
        Map<String, Object> other = new HashMap<>(K1);
        other.put("name", NAME + " Other");
        fixture.accept("k2", Change.Operation.UPDATE, other);

        ApplicationFailure failure = fixture.fail("k2", A);

        assertThat(failure.getType()).isEqualTo(FailureTypes.PARKED);
        assertThat(fixture.row("k2", A).error().orElseThrow().code()).isEqualTo("AMBIGUOUS");
        assertThat(conflicts(A)).extracting(Conflict::kind).containsExactly(Kind.AMBIGUOUS);
        assertThat(counterpart(A).recordId()).contains("k1");
    }

    @Test
    void aCallThatWasRefusedLeavesNothingNotedAsSent() {
        accept(K1);
        rest(Lane.SINGLE);
        system(A).refuse(Set.of("RecordId"));
        patch("status", "closed");
        rest(Lane.SINGLE);

        assertThat(counterpart(A).sending()).isEmpty();
    }

    @Test
    void aRowThatWasDeletedByOthersIsLookedForAgainIfAPersonRetries() {
        accept(K1);
        rest(Lane.SINGLE);
        system(A).personDeletes(system(A).only().externalId());
        patch("status", "closed");
        rest(Lane.SINGLE);

        assertThat(retry(A)).containsExactly(A);
        // The answer may be lost, and the activity is then repeated.
        assertThat(retry(A)).containsExactly(A);
        deliverAlone(A);

        assertThat(system(A).only().content()).containsEntry("Status", "closed");
        assertThat(fixture.row("k1", A).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(retry(A)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aWriteThatChangesTheIdOfItsRowMovesWhatIsKnownOfIt(Lane lane) {
        accept(K1);
        rest(lane);
        RowPlace before = counterpart(A).place();
        system(A).changeIds();

        patch("status", "closed");
        rest(lane);

        String id = system(A).only().externalId();
        assertThat(id).isNotEqualTo(before.externalId());
        assertThat(counterpart(A).place().externalId()).isEqualTo(id);
        assertThat(fixture.row("k1", A).externalId()).contains(id);
        assertThat(Objects.requireNonNull(fixture.store()
                                .counterparts()
                                .at(List.of(before))
                                .get(before))
                        .isGone())
                .isTrue();
        patch("status", "won");
        rest(lane);
        assertThat(system(A).only().content()).containsEntry("Status", "won");
    }

    @ParameterizedTest
    @EnumSource
    void aDeliveryGoesOnIfTheSourceTakesTheValueThatTheRowShows(Lane lane) {
        accept(K1);
        rest(lane);
        patch("nickname", "Al");
        system(A).personSets(system(A).only().externalId(), "Nickname", "Bo");
        read(A);
        patch("status", "closed");
        rest(lane);
        assertThat(fixture.row("k1", A).state()).isEqualTo(DeliveryState.CONFLICT);

        patch("nickname", "Bo");
        rest(lane);

        assertThat(fixture.row("k1", A).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(system(A).only().content()).containsEntry("Status", "closed").containsEntry("Nickname", "Bo");
        assertThat(system(A).writes().getLast().content()).isEqualTo(Map.of("Status", "closed"));
        assertThat(conflicts(A)).isEmpty();
        assertThat(read(A)).isEqualTo(Verdict.UNCHANGED);
    }

    @ParameterizedTest
    @EnumSource
    void aCreateThatFailedInsideAndThenMeetsAnEqualRowIsDone(Lane lane) {
        accept(K1);
        system(A).failInside(false);
        deliver(lane, A);
        system(A)
                .personMakes(fields(
                        "Name",
                        NAME,
                        "Email",
                        K1.get("email"),
                        "Phone",
                        K1.get("phone"),
                        "Status",
                        "open",
                        "Nickname",
                        null));
        rest(lane);

        assertThat(fixture.row("k1", A).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(system(A).finds()).isLessThan(4);
    }

    @ParameterizedTest
    @EnumSource
    void anUpdateThatFailedAfterItsEffectIsDoneIfAReaderSeesTheRowBeforeTheNextAttempt(Lane lane) {
        accept(K1);
        rest(lane);
        patch("status", "closed");
        system(A).failInside(true);
        deliver(lane, A);
        read(A);
        rest(lane);

        assertThat(fixture.row("k1", A).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(system(A).only().content()).containsEntry("Status", "closed");
        assertThat(system(A).finds()).isLessThan(4);
    }

    @Test
    void aRowThatShowsNothingNewTimeAfterTimeIsAskedForLaterEachTime() {
        accept(K1);
        rest(Lane.SINGLE);
        system(A).asksExpected().expectsNothing();
        patch("status", "closed");
        route();

        assertThat(fixture.fail("k1", A).getNextRetryDelay()).isLessThan(Duration.ofSeconds(1));
        assertThat(fixture.row("k1", A).attempts()).isEqualTo(1);
        fixture.fail("k1", A);
        assertThat(fixture.row("k1", A).attempts()).isEqualTo(2);
    }

    @Test
    void twoRecordsOfAChunkThatMeetTheSameRowHoldBackNothing() {
        system(A).personMakes(fields("Name", NAME, "Email", K1.get("email")));
        Map<String, Object> same = new HashMap<>(K1);
        same.remove("phone");
        for (String id : List.of("k1", "k2")) {
            fixture.accept(id, Change.Operation.UPDATE, same);
        }

        DeliverAllResult result = deliverAll(A, List.of("k1", "k2"));

        assertThat(result.handedOver())
                .extracting(HandedOver::recordId, HandedOver::reason)
                .contains(org.assertj.core.groups.Tuple.tuple("k2", "AMBIGUOUS"));
        assertThat(counterpart(A).recordId()).contains("k1");
        assertThat(fixture.fail("k2", A).getType()).isEqualTo(FailureTypes.PARKED);
    }

    @ParameterizedTest
    @EnumSource(names = {"UPDATE", "DELETE"})
    void aDeliveryWhoseRowWasGivenToAnotherRecordParks(Change.Operation operation) {
        accept(K1);
        rest(Lane.SINGLE);
        String id = system(A).only().externalId();
        system(A).asksExpected().personSets(id, "Email", WorkerFixture.email("k9"));
        system(A).personGives(id, operation == Change.Operation.DELETE ? "" : "k9");
        change(operation, Form.PATCH, operation == Change.Operation.DELETE ? Map.of() : Map.of("status", "closed"));
        route();

        ApplicationFailure failure = fixture.fail("k1", A);

        assertThat(failure.getType()).isEqualTo(FailureTypes.PARKED);
        assertThat(fixture.row("k1", A).error().orElseThrow().code()).isEqualTo("AMBIGUOUS");
        assertThat(again(A)).extracting(Again::why).containsExactly(Why.GONE);
    }

    @ParameterizedTest
    @EnumSource
    void aDefectInTheReadingAfterAWriteDoesNotRepeatTheWrite(Lane lane) {
        system(A).showingNothing();
        accept(K1);
        rest(lane);

        system(A).findDefect(true);
        patch("status", "closed");
        rest(lane);

        assertThat(fixture.row("k1", A).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(again(A)).extracting(Again::why).containsExactly(Why.READ_BACK);
        assertThat(system(A).writes()).hasSize(2);
    }

    private void accept(Map<String, Object> fields) {
        change(Change.Operation.UPDATE, Form.SNAPSHOT, fields);
    }

    private void patch(String field, String value) {
        change(Change.Operation.UPDATE, Form.PATCH, Map.of(field, value));
    }

    private void change(Change.Operation operation, Form form, Map<String, Object> fields) {
        String unique = "kafka:" + ++steps;
        fixture.store()
                .acceptance()
                .accept(List.of(new Change(
                        unique, WorkerFixture.key("k1"), "crm", operation, form, null, Map.copyOf(fields), unique)));
    }

    private Verdict read(String system) {
        ReadRecord row = system(system).only();
        Instant asked = fixture.store().standings().now();
        return new Readings(fixture.store(), RULES)
                .accept(new Page(
                        "default",
                        system,
                        "contact",
                        "Contact",
                        "run/" + ++steps,
                        List.of(new SeenRow(
                                row, asked, true, Optional.of(system(system).clockAhead())))))
                .verdicts()
                .getFirst();
    }

    /** Routes and delivers until nothing is due any more. */
    private void rest(Lane lane) {
        for (int round = 0; round < 10; round++) {
            List<String> due = route();
            if (due.isEmpty()) {
                return;
            }
            due.forEach(system -> deliver(lane, system));
        }
        throw new AssertionError("there is no rest");
    }

    private List<String> route() {
        return route(null);
    }

    private List<String> retry(String system) {
        return route(new Retry(system));
    }

    private List<String> route(@Nullable Retry retry) {
        return fixture.process()
                .routing()
                .route(new RouteRequest("default", "contact", "k1", retry))
                .due();
    }

    private void deliver(Lane lane, String system) {
        route();
        if (lane == Lane.SINGLE) {
            deliverAlone(system);
            return;
        }
        WorkerFixture.pass(deliverAll(system, List.of("k1")).pause());
    }

    private DeliverAllResult deliverAll(String system, List<String> ids) {
        return fixture.process()
                .chunks()
                .deliverAll(new DeliverAllRequest("default", "contact", ids, system, "chunk/1", null));
    }

    private void deliverAlone(String system) {
        try {
            fixture.deliver("k1", system);
        } catch (ApplicationFailure failure) {
            if (failure.getType().equals(FailureTypes.PARKED)) {
                throw failure;
            }
            if (failure.getNextRetryDelay() != null) {
                WorkerFixture.pass(failure.getNextRetryDelay());
            }
        }
    }

    private Image image() {
        return fixture.store().routing().candidates(List.of(WorkerFixture.key("k1"))).stream()
                .map(Candidate::image)
                .findFirst()
                .orElseThrow();
    }

    private Counterpart counterpart(String system) {
        return Objects.requireNonNull(fixture.store()
                .counterparts()
                .of(List.of(WorkerFixture.key("k1")), system)
                .get(WorkerFixture.key("k1")));
    }

    private List<Conflict> conflicts(String system) {
        RowPlace place = new RowPlace(
                "default", system, "Contact", counterpart(system).place().externalId());
        return fixture.store()
                .conflicts()
                .openAt(List.of(new Row(place, "contact")))
                .getOrDefault(place, List.of());
    }

    private List<Again> again(String system) {
        return fixture.store().readAgain().due(new ReaderKey("default", system, "contact"), 10);
    }

    private MemoryConnector system(String name) {
        fixture.process();
        return Objects.requireNonNull(systems.get(name));
    }

    private int writes(String... names) {
        List<Write> all = new ArrayList<>();
        for (String name : names) {
            all.addAll(system(name).writes());
        }
        return all.size();
    }

    private static Map<String, @Nullable Object> fields(Object... namesAndValues) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }
}
