package io.recordsync.worker.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.Conflict.Kind;
import io.recordsync.store.ledger.Change;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.worker.reading.ModelSystem.Fate;
import io.recordsync.worker.reading.Traits.Form;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Small sequences that a natural implementation of two-way sync gets wrong, on the real ledger between two systems in
 * memory. Each begins with a record of Kafka that is the same everywhere.
 */
class SequencesTest {

    private static @Nullable ModelLedger ledger;

    @BeforeAll
    static void startLedger() {
        ledger = ModelLedger.start();
    }

    @AfterAll
    static void stopLedger() {
        Objects.requireNonNull(ledger).close();
    }

    @Test
    void aPersonSetsAValueThatWasThereBefore() {
        TwoSides sides = start();
        sides.set(sides.a, "Status", "Closed");
        sides.rest();
        sides.set(sides.b, "Status", "open");
        sides.rest();
        sides.set(sides.a, "Status", "Closed");
        sides.rest();

        assertEverywhere(sides, "status", "Status", "Closed");
        assertThat(sides.writes()).isEqualTo(2 + 3);
        assertThat(sides.conflicts(sides.a)).isEmpty();
    }

    @Test
    void anEditThatTheForwardMappingLosesIsAConflict() {
        TwoSides sides = startWithTwoNames();
        sides.set(sides.a, "FirstName", "Mary Ann");
        sides.rest();

        assertThat(sides.image().fields()).containsEntry("name", "Mary Smith");
        assertThat(sides.a.system.only().content()).containsEntry("FirstName", "Mary Ann");
        assertThat(sides.b.system.only().content()).containsEntry("Name", "Mary Smith");
        assertThat(sides.writes()).isEqualTo(2);
        assertThat(sides.conflicts(sides.a)).extracting(Conflict::kind).containsExactly(Kind.UNREPRESENTABLE);
    }

    @Test
    void anEditWhileOurOwnChangeOfAnotherFieldIsDueIsNoConflict() {
        TwoSides sides = start();
        sides.set(sides.a, "Status", "Closed");
        sides.kafkaSets("phone", "555.000.0003");
        sides.read(sides.a);
        assertThat(sides.conflicts(sides.a)).isEmpty();
        sides.rest();

        assertEverywhere(sides, "status", "Status", "Closed");
        assertThat(sides.a.system.only().content()).containsEntry("Phone", "+15550000003");
        assertThat(sides.b.system.only().content()).containsEntry("Phone", "+15550000003");
        assertThat(sides.writes()).isEqualTo(2 + 2);
    }

    @Test
    void ofTwoEditsInARowTheOneThatFitsIsTaken() {
        TwoSides sides = startWithTwoNames();
        sides.set(sides.a, "Phone", "555.000.0003");
        sides.set(sides.a, "FirstName", "Mary Ann");
        sides.rest();

        assertThat(sides.image().fields())
                .containsEntry("phone", "+15550000003")
                .containsEntry("name", "Mary Smith");
        assertThat(sides.a.system.only().content()).containsEntry("Phone", "555.000.0003");
        assertThat(sides.b.system.only().content()).containsEntry("Phone", "+15550000003");
        assertThat(sides.writes()).isEqualTo(2 + 1);
        assertThat(sides.conflicts(sides.a)).extracting(Conflict::path).containsExactly("name");
    }

    @Test
    void aValueOfNoTypeIsAConflictAndBothSidesKeepTheirs() {
        TwoSides sides = start();
        sides.set(sides.a, "Phone", "call me");
        sides.rest();

        assertThat(sides.image().fields()).containsEntry("phone", "+15550000001");
        assertThat(sides.a.system.only().content()).containsEntry("Phone", "call me");
        assertThat(sides.writes()).isEqualTo(2);
        assertThat(sides.conflicts(sides.a)).extracting(Conflict::kind).containsExactly(Kind.UNREADABLE);
    }

    @Test
    void anEditWithinTheSecondOfOurWriteIsTaken() {
        TwoSides sides = start();
        sides.kafkaSets("status", "Closed");
        sides.deliver(sides.a);
        sides.set(sides.a, "Phone", "555.000.0003");
        sides.rest();

        assertEverywhere(sides, "status", "Status", "Closed");
        assertThat(sides.a.system.only().content()).containsEntry("Phone", "555.000.0003");
        assertThat(sides.b.system.only().content()).containsEntry("Phone", "+15550000003");
        assertThat(sides.writes()).isEqualTo(2 + 2);
    }

    @Test
    void aWriteInDoubtIsTakenBackIfOursHasGoneBack() {
        TwoSides sides = start();
        sides.kafkaSets("status", "Closed");
        sides.deliver(sides.a, Fate.LOST);
        sides.kafkaSets("status", "open");
        sides.rest();

        assertEverywhere(sides, "status", "Status", "open");
        assertThat(sides.a.system.writes()).isEqualTo(1 + 2);
        assertThat(sides.b.system.writes()).isEqualTo(1);
    }

    @Test
    void aSystemThatCutsAValueAndDoesNotShowItKeepsTheCutValueAlone() {
        TwoSides sides = start();
        sides.a.system.traits(Traits.PLAIN.withForm(Form.CUT, false));
        sides.kafkaSets("status", "Waiting for long");
        sides.rest();

        assertThat(sides.image().fields()).containsEntry("status", "Waiting for long");
        assertThat(sides.a.system.only().content()).containsEntry("Status", "Waiti");
        assertThat(sides.b.system.only().content()).containsEntry("Status", "Waiting for long");
        assertThat(sides.writes()).isEqualTo(2 + 2);
    }

    @Test
    void aWriteThatMovesNoTimeHidesNoEdit() {
        TwoSides sides = start();
        sides.a.system.traits(Traits.PLAIN.withMovesTimeAlways(false));
        sides.set(sides.a, "Phone", "555.000.0003");
        sides.set(sides.a, "Status", "Closed");
        sides.world.pass(Duration.ofSeconds(20));
        sides.kafkaSets("status", "Closed");
        sides.deliver(sides.a);
        sides.rest();

        assertEverywhere(sides, "status", "Status", "Closed");
        assertThat(sides.a.system.only().content()).containsEntry("Phone", "555.000.0003");
        assertThat(sides.b.system.only().content()).containsEntry("Phone", "+15550000003");
        assertThat(sides.writes()).isEqualTo(2 + 2);
    }

    @Test
    void anEditIsTakenWhileAWriteStaysInDoubt() {
        TwoSides sides = start();
        sides.kafkaSets("status", "Closed");
        sides.deliver(sides.a, Fate.LOST);
        sides.set(sides.a, "Phone", "555.000.0003");
        sides.read(sides.a);
        sides.deliver(sides.b);

        assertThat(sides.image().fields()).containsEntry("status", "Closed").containsEntry("phone", "+15550000003");
        assertThat(sides.b.system.only().content())
                .containsEntry("Status", "Closed")
                .containsEntry("Phone", "+15550000003");

        sides.rest();
        assertThat(sides.a.system.only().content())
                .containsEntry("Status", "Closed")
                .containsEntry("Phone", "555.000.0003");
        assertThat(sides.writes()).isEqualTo(2 + 3);
    }

    @Test
    void anEditSinceTheDeleteKeepsTheRecordWhole() {
        TwoSides sides = start();
        sides.kafkaDeletes();
        sides.set(sides.a, "Phone", "555.000.0003");
        sides.read(sides.a);
        sides.rest();

        assertThat(sides.image().deleted()).isFalse();
        assertThat(sides.image().fields())
                .isEqualTo(Map.of(
                        "name", "Mary Smith", "email", sides.email("u1"), "phone", "+15550000003", "status", "open"));
        assertThat(sides.a.system.only().content()).containsEntry("Phone", "555.000.0003");
        assertThat(sides.b.system.only().content()).containsEntry("Phone", "+15550000003");
        assertThat(sides.writes()).isEqualTo(2 + 1);
    }

    @Test
    void aCreateThatMeetsARowOfAPersonLinksItAndFillsItsBlanks() {
        TwoSides sides = new TwoSides(ledger(), Setting.plain(false));
        sides.a.system.personMakes(row(sides, "Bob Jones", "555.000.0003", null));
        create(sides);
        sides.deliver(sides.a);
        sides.rest();

        assertThat(sides.a.system.only().content())
                .containsEntry("Name", "Bob Jones")
                .containsEntry("Phone", "555.000.0003")
                .containsEntry("Status", "open");
        assertThat(sides.a.system.only().recordId()).contains(sides.k1.recordId());
        assertThat(sides.b.system.only().content()).containsEntry("Name", "Mary Smith");
        assertThat(sides.image().fields())
                .containsEntry("phone", "+15550000001")
                .containsEntry("name", "Mary Smith");
        assertThat(sides.writes()).isEqualTo(2);
    }

    @Test
    void theLaterOfTwoEditsWinsAndTheOtherIsKept() {
        TwoSides sides = start();
        sides.kafkaSets("status", "lost");
        sides.set(sides.a, "Status", "won");
        // Before the rest, in which time passes: the edit would be as much older than our value then.
        sides.read(sides.a);
        sides.rest();

        assertEverywhere(sides, "status", "Status", "won");
        assertThat(sides.lost())
                .singleElement()
                .satisfies(lost -> assertThat(lost.value()).isEqualTo("lost"));
    }

    private static void assertEverywhere(TwoSides sides, String path, String field, String value) {
        assertThat(sides.image().fields()).containsEntry(path, value);
        assertThat(sides.a.system.only().content()).containsEntry(field, value);
        assertThat(sides.b.system.only().content()).containsEntry(field, value);
    }

    private static TwoSides start() {
        return start(Setting.plain(false));
    }

    private static TwoSides startWithTwoNames() {
        return start(Setting.plain(true));
    }

    private static TwoSides start(Setting setting) {
        TwoSides started = new TwoSides(ledger(), setting);
        create(started);
        started.rest();
        return started;
    }

    private static ModelLedger ledger() {
        return Objects.requireNonNull(ledger);
    }

    private static void create(TwoSides sides) {
        create(sides, "k1", "u1");
    }

    private static void create(TwoSides sides, String record, String email) {
        sides.kafka(
                record,
                Operation.CREATE,
                Change.Form.SNAPSHOT,
                Map.of("name", "Mary Smith", "email", email, "phone", "+15550000001", "status", "open"));
    }

    private static Map<String, @Nullable Object> row(
            TwoSides sides, String name, String phone, @Nullable String status) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("Name", name);
        row.put("Email", sides.email("u1"));
        row.put("Phone", phone);
        row.put("Status", status);
        return row;
    }
}
