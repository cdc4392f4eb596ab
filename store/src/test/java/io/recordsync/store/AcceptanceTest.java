package io.recordsync.store;

import static io.recordsync.store.Events.R1;
import static io.recordsync.store.Events.through;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.recordsync.store.ledger.Acceptance.Result;
import io.recordsync.store.ledger.Accepted;
import io.recordsync.store.ledger.Change;
import io.recordsync.store.ledger.Image;
import io.recordsync.store.ledger.LogPlace;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.ledger.Version;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.DataAccessException;

class AcceptanceTest {

    @RegisterExtension
    static final Database DATABASE = new Database();

    @Test
    void aPollOfFiveHundredIsAnsweredInItsOrder() {
        List<Change> poll = IntStream.range(0, 500)
                .mapToObj(n -> Events.of("r" + n % 170).patch(n, Map.of("f" + n % 7, n)))
                .toList();
        List<Accepted> answers = accept(poll);
        assertThat(answers).extracting(Accepted::change).isEqualTo(poll);
        assertThat(answers).extracting(Accepted::result).containsOnly(Result.CHANGED);
        assertThat(image(Events.of("r169").key()).fields()).isEqualTo(Map.of("f1", 169L, "f3", 339L));
    }

    @Test
    void changesOfOneRecordAreMergedInTheirOrder() {
        Change first = R1.change(Change.Operation.CREATE, Change.Form.SNAPSHOT, null, Map.of("a", 1));
        Change second = R1.change(Change.Operation.UPDATE, Change.Form.SNAPSHOT, null, Map.of("a", 2));
        assertThat(accept(List.of(first, second)))
                .extracting(Accepted::revision)
                .containsExactly(1L, 2L);
        assertThat(image(R1.key()).fields()).isEqualTo(Map.of("a", 2L));
    }

    @Test
    void theSameEventTenTimesInOnePollIsAcceptedOnce() {
        Change event = R1.create(1, Map.of("a", 1));
        List<Change> poll = IntStream.range(0, 10)
                .mapToObj(n -> through("kafka:t/0@" + n, event))
                .toList();
        assertThat(accept(poll))
                .extracting(Accepted::result)
                .startsWith(Result.CHANGED, Result.REPEATED)
                .containsOnlyOnce(Result.CHANGED);
        assertThat(image(R1.key()).revision()).isOne();
        assertThat(DATABASE.store().ledger().outcomes().repeated()).isEqualTo(9);
    }

    @Test
    void theSameEventInTenPollsIsAcceptedOnce() {
        Change event = R1.create(1, Map.of("a", 1));
        IntStream.range(0, 10).forEach(n -> accept(List.of(through("kafka:t/0@" + n, event))));
        assertThat(image(R1.key()).revision()).isOne();
        assertThat(DATABASE.store().ledger().outcomes().repeated()).isEqualTo(9);
    }

    @Test
    void anArrivalThatIsReadAgainAfterACrashIsNoFurtherEvent() {
        Change event = through("kafka:t/0@1", R1.create(1, Map.of("a", 1)));
        Change copy = through("kafka:t/0@2", event);
        List<Change> poll = List.of(event, copy);
        accept(poll);
        assertThat(accept(poll)).extracting(Accepted::result).containsOnly(Result.REPEATED);
        assertThat(accept(poll)).extracting(Accepted::revision).containsOnly(1L);
        assertThat(DATABASE.store().ledger().outcomes().repeated()).isOne();
    }

    /**
     * The process that first accepted the event may have ended before it signalled the workflow. A record that is
     * settled needs no workflow.
     */
    @Test
    void anEventThatComesAgainIsToBeToldUntilItsRecordIsSettled() {
        Ledger ledger = new Ledger(DATABASE.store());
        Change event = R1.create(1, Map.of("a", 1));
        assertThat(accept(List.of(event, event))).allMatch(Accepted::toBeTold);
        assertThat(accept(List.of(event))).allMatch(Accepted::toBeTold, "not routed");
        ledger.route(R1.key(), "salesforce");
        assertThat(accept(List.of(event))).allMatch(Accepted::toBeTold, "not delivered");
        ledger.apply(R1.key(), "salesforce");
        assertThat(accept(List.of(event, through("kafka:mirror/0@1", event)))).noneMatch(Accepted::toBeTold);
        assertThat(accept(List.of(event, R1.snapshot(2, Map.of("a", 2)), R1.snapshot(1, Map.of("a", 0)))))
                .extracting(Accepted::result, Accepted::toBeTold)
                .containsExactly(
                        tuple(Result.REPEATED, false), tuple(Result.CHANGED, true), tuple(Result.SUPERSEDED, false));
    }

    @Test
    void theSameEventKeyOfAnotherRecordIsAnotherEvent() {
        Change event = R1.create(1, Map.of("a", 1));
        Change other = new Change(
                event.eventKey(),
                Events.of("r2").key(),
                "crm",
                event.operation(),
                event.form(),
                null,
                Map.of(),
                "door");
        assertThat(accept(List.of(event, other))).extracting(Accepted::result).containsOnly(Result.CHANGED);
    }

    @Test
    void aDeleteThatSaysWhatAnEarlierOneSaidDeletesAgain() {
        for (int offset = 0; offset < 4; offset += 2) {
            accept(List.of(versionless(Change.Operation.CREATE, offset)));
            accept(List.of(versionless(Change.Operation.DELETE, offset + 1)));
        }
        assertThat(image(R1.key()).deleted()).isTrue();
        assertThat(image(R1.key()).life()).isEqualTo(2);
        assertThat(accept(List.of(versionless(Change.Operation.DELETE, 1))))
                .extracting(Accepted::result)
                .containsExactly(Result.REPEATED);
    }

    @Test
    void anEventThatAnEarlierReleaseKnewByItsBytesAloneIsTheSameAtItsDoor() {
        Change now = versionless(Change.Operation.CREATE, 1);
        String bytes = now.eventKey().substring(now.door().length() + 1);
        Change then =
                new Change(bytes, now.key(), now.source(), now.operation(), now.form(), null, now.fields(), now.door());
        accept(List.of(then, versionless(Change.Operation.DELETE, 2)));
        assertThat(accept(List.of(now, versionless(Change.Operation.CREATE, 3))))
                .extracting(Accepted::result)
                .containsExactly(Result.REPEATED, Result.CHANGED);
    }

    @Test
    void aChangeOfALogThatAnEarlierReleaseKnewWithoutAHashIsTheSameAtAnyDoor() {
        Change then = logged("crm n:900 u", 1, 900);
        accept(List.of(then, logged("crm n:901 u", 2, 901)));
        assertThat(accept(List.of(logged("crm n:900 u hash", 3, 900), logged("crm n:900 d hash", 4, 900))))
                .extracting(Accepted::result)
                .containsExactly(Result.REPEATED, Result.SUPERSEDED);
    }

    private static Change logged(String eventKey, int offset, long version) {
        LogPlace place = eventKey.endsWith("hash") ? new LogPlace("kafka:t/0", offset) : null;
        return new Change(
                eventKey,
                R1.key(),
                "crm",
                Change.Operation.UPDATE,
                Change.Form.SNAPSHOT,
                Events.version(version),
                Map.of("a", version),
                Set.of(),
                place,
                "kafka:t/0@" + offset);
    }

    /**
     * A change as the intake creates it for messages with neither an id nor a version: its event key contains the
     * message's position.
     */
    private static Change versionless(Change.Operation operation, int offset) {
        String door = "kafka:t/0@" + offset;
        return new Change(
                door + " hash of " + operation,
                R1.key(),
                "crm",
                operation,
                Change.Form.SNAPSHOT,
                null,
                operation == Change.Operation.DELETE ? Map.of() : Map.of("name", "Ann"),
                door);
    }

    @Test
    void aStepBackInALogIsAppliedAndToldOnce() {
        Change first = R1.change(
                Change.Operation.UPDATE,
                Change.Form.SNAPSHOT,
                Events.version(900),
                Map.of("a", 1),
                Set.of(),
                new LogPlace("kafka:t/0", 1));
        Change lower = R1.change(
                Change.Operation.UPDATE,
                Change.Form.SNAPSHOT,
                Events.version(26),
                Map.of("a", 2),
                Set.of(),
                new LogPlace("kafka:t/0", 2));
        assertThat(accept(List.of(first, lower)))
                .extracting(Accepted::isStepBack)
                .containsExactly(false, true);
        assertThat(accept(List.of(first, lower)))
                .extracting(Accepted::isStepBack)
                .containsExactly(false, false);
        assertThat(image(R1.key()).fields()).isEqualTo(Map.of("a", 2L));
    }

    @Test
    void whatIsSupersededStillOutdatesWhatIsOlder() {
        accept(List.of(R1.patch(5, Map.of("a", 5))));
        accept(List.of(R1.snapshot(3, Map.of("a", 3))));
        accept(List.of(R1.patch(2, Map.of("b", 2))));
        assertThat(image(R1.key()).fields()).isEqualTo(Map.of("a", 5L));
    }

    @Test
    void aPollOfWhichOneStatementFailsLeavesNothing() {
        DATABASE.jdbc()
                .sql("alter table change add constraint no_such check (record_id <> 'bad') not valid")
                .update();
        try {
            List<Change> poll =
                    List.of(R1.create(1, Map.of("a", 1)), Events.of("bad").create(1, Map.of()));
            assertThatThrownBy(() -> accept(poll)).isInstanceOf(DataAccessException.class);
        } finally {
            DATABASE.jdbc().sql("alter table change drop constraint no_such").update();
        }
        assertThat(DATABASE.store().ledger().status(R1.key())).isEmpty();
        assertThat(DATABASE.store().ledger().outcomes().total()).isZero();
    }

    @Test
    void aRefusedChangeIsNotInTheLedgerAndHarmsNoOther() {
        Change tooLarge = R1.create(1, Map.of("a", "x".repeat(1_000_001)));
        Change good = Events.of("r2").create(1, Map.of("a", 1));
        List<Change> poll = List.of(tooLarge, good, through("again", tooLarge));
        assertThat(accept(poll))
                .extracting(Accepted::result)
                .containsExactly(Result.REFUSED, Result.CHANGED, Result.REFUSED);
        assertThat(DATABASE.store().ledger().outcomes().total()).isOne();
        assertThat(DATABASE.store().ledger().status(R1.key())).isEmpty();
        assertThat(DATABASE.store().routing().candidates(List.of(R1.key()))).isEmpty();
    }

    @Test
    void oddTextComesBackAsItWas() {
        String odd = "'\"\\{},; \t\n\u202E\uFFFF\uD83D\uDE00 NULL";
        RecordKey key = new RecordKey("ten'ant", "con,tact", "{" + odd + "}");
        Events events = new Events(key, odd);
        Change change = events.patch(1, Map.of(odd, odd, "", List.of(odd, Map.of(odd, 1))));
        accept(List.of(change));
        assertThat(accept(List.of(change))).extracting(Accepted::result).containsExactly(Result.REPEATED);
        assertThat(image(key).fields()).isEqualTo(change.fields());
        assertThat(accept(List.of(events.patch(0, Map.of(odd, "older")))))
                .extracting(Accepted::result)
                .containsExactly(Result.SUPERSEDED);
    }

    @Test
    void valuesAtEachLimitAreHeld() {
        Object deep = "x";
        for (int depth = 0; depth < 48; depth++) {
            deep = List.of(deep);
        }
        Map<String, Object> fields = new HashMap<>();
        fields.put("n".repeat(255), deep);
        fields.put("large", new BigDecimal("1E+399"));
        fields.put("small", new BigDecimal("1E-400"));
        RecordKey key = new RecordKey("t".repeat(255), "e".repeat(255), "ß".repeat(127));
        Version version = Version.ofNumber(new BigDecimal("9.9E+49"));
        Change change = new Change(
                "k".repeat(1000),
                key,
                "s".repeat(255),
                Change.Operation.CREATE,
                Change.Form.SNAPSHOT,
                version,
                Collections.unmodifiableMap(fields),
                "d".repeat(500));
        accept(List.of(change, through("e".repeat(500), change)));
        assertThat(accept(List.of(change))).extracting(Accepted::result).containsExactly(Result.REPEATED);
        assertThat(image(key).fields()).isEqualTo(change.fields());
    }

    private static List<Accepted> accept(List<Change> poll) {
        return DATABASE.store().acceptance().accept(new ArrayList<>(poll));
    }

    private static Image image(RecordKey key) {
        return DATABASE.store().routing().candidates(List.of(key)).getFirst().image();
    }
}
