package io.recordsync.worker.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.store.counterpart.Again;
import io.recordsync.store.counterpart.ConflictStore.Decision;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.counterpart.RowPlace;
import io.recordsync.store.counterpart.Why;
import io.recordsync.store.delivery.DeliveryState;
import io.recordsync.store.delivery.RowLinks.Answer;
import io.recordsync.store.delivery.RowLinks.Outcome;
import io.recordsync.store.ledger.Change;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.store.ledger.Image;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.worker.reading.Judgement.Verdict;
import io.recordsync.worker.reading.Readings.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which record a row is, as a person says, with the readings and deliveries that follow. */
class RowLinksTest {

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
    void aRowOfAMintedRecordBecomesTheOtherRecordsAndTheMintedOneIsDeleted() {
        TwoSides sides = new TwoSides(Objects.requireNonNull(ledger), Setting.plain(false));
        create(sides);
        sides.deliver(sides.b);
        String row = personMakes(sides);
        sides.read(sides.a);
        RecordKey minted = new RecordKey("default", "contact", "a-" + row);
        assertThat(counterpart(sides, row).recordId()).contains(minted.recordId());

        Answer answer = link(sides, row);

        assertThat(answer.outcome()).isEqualTo(Outcome.DONE);
        assertThat(answer.other()).contains(minted.recordId());
        assertThat(answer.changed()).extracting(one -> one.change().key()).containsExactly(sides.k1, minted);
        assertThat(image(sides, minted).deleted()).isTrue();
        assertThat(counterpart(sides, row).recordId()).contains(sides.k1.recordId());
        assertThat(sides.world.store.readAgain().due(new ReaderKey("default", "a", "contact"), 1000))
                .contains(new Again(row, Why.AMBIGUOUS));
        // The record's values and the row's are compared as at a first contact: blanks are filled, and nothing is lost.
        sides.deliver(sides.a);
        sides.deliver(sides.a);
        assertThat(sides.image().fields()).containsEntry("name", "Mary Smith");
        assertThat(sides.a.system.only().externalId()).isEqualTo(row);
        assertThat(sides.a.system.only().content()).containsEntry("Status", "open");
        assertThat(counterpart(sides, row).isWithoutBase()).isFalse();
        // The delete of the minted record does not go to the row.
        sides.world.deliver(minted, sides.a, ModelSystem.Fate.ANSWERED);
        assertThat(sides.a.system.only().externalId()).isEqualTo(row);
        assertThat(judge(sides, true)).isEqualTo(Verdict.UNCHANGED);
    }

    @Test
    void aRowOfTheMintedRecordAtAnotherSystemIsNotDeletedWithIt() {
        TwoSides sides = start();
        String atB = personMakes(sides, sides.b);
        sides.read(sides.b);
        String atA = personMakes(sides, sides.a);
        sides.read(sides.a);
        RecordKey minted = new RecordKey("default", "contact", "b-" + atB);
        assertThat(counterpart(sides, atA).recordId()).contains(minted.recordId());

        Answer answer = link(sides, "b", atB);

        assertThat(answer.outcome()).isEqualTo(Outcome.DONE);
        assertThat(image(sides, minted).deleted()).isTrue();
        sides.world.deliver(minted, sides.a, ModelSystem.Fate.ANSWERED);
        sides.world.deliver(minted, sides.b, ModelSystem.Fate.ANSWERED);
        assertThat(sides.a.system.rows()).hasSize(2);
        assertThat(sides.b.system.rows()).hasSize(2);
        // The record has a row there already.
        assertThat(counterpart(sides, atA).apart()).isTrue();
    }

    @Test
    void aRowThatIsUnlinkedDoesNotKeepItsFormerRecordFromARowOfItsOwn() {
        Traits withoutIds = new Traits(
                Traits.Form.AS_IS,
                Duration.ZERO,
                Duration.ofSeconds(1),
                Duration.ZERO,
                false,
                true,
                true,
                true,
                false,
                true);
        TwoSides sides = start(new Setting(List.of(withoutIds, Traits.PLAIN), false, "newest", false, false));
        String before = sides.a.system.only().externalId();
        unlink(sides);

        sides.kafkaSets("status", "won");
        sides.deliver(sides.a);
        sides.deliver(sides.a);

        assertThat(sides.a.system.rows()).hasSize(2);
        assertThat(state(sides)).isEqualTo(DeliveryState.DELIVERED);
        assertThat(counterpart(sides, before).apart()).isTrue();
    }

    @Test
    void aRowThatIsLinkedInPlaceOfAnotherLeavesThatApart() {
        TwoSides sides = start();
        String first = sides.a.system.only().externalId();
        String second = personMakes(sides);
        sides.read(sides.a);

        Answer answer = link(sides, second);

        assertThat(answer.left()).contains(first);
        assertThat(counterpart(sides, first).apart()).isTrue();
        assertThat(counterpart(sides, second).recordId()).contains(sides.k1.recordId());
        assertThat(link(sides, second).outcome()).isEqualTo(Outcome.DONE_BEFORE);
    }

    @Test
    void aRowThatIsUnlinkedIsNotMatchedAgainBeforeItIsLinked() {
        TwoSides sides = start();
        String row = sides.a.system.only().externalId();

        assertThat(unlink(sides).outcome()).isEqualTo(Outcome.DONE);

        long revision = sides.image().revision();
        assertThat(judge(sides, false)).isEqualTo(Verdict.NOT_WANTED);
        assertThat(judge(sides, true)).isEqualTo(Verdict.NOT_WANTED);
        sides.set(sides.a, "Status", "won");
        sides.read(sides.a);
        assertThat(counterpart(sides, row).apart()).isTrue();
        assertThat(counterpart(sides, row).recordId()).isEmpty();
        assertThat(sides.image().fields()).containsEntry("status", "open");
        assertThat(sides.image().revision()).isEqualTo(revision);
        assertThat(unlink(sides).outcome()).isEqualTo(Outcome.NO_ROW);

        assertThat(link(sides, row).outcome()).isEqualTo(Outcome.DONE);
        assertThat(judge(sides, true)).isEqualTo(Verdict.LINKED);
        assertThat(counterpart(sides, row).recordId()).contains(sides.k1.recordId());
    }

    @Test
    void aDeleteOfARecordDoesNotGoToARowThatWasTakenFromIt() {
        TwoSides sides = start();
        unlink(sides);

        sides.kafkaDeletes();
        sides.deliver(sides.a);
        sides.deliver(sides.b);

        assertThat(sides.b.system.rows()).isEmpty();
        assertThat(sides.a.system.only().content()).containsEntry("Name", "Mary Smith");
    }

    @Test
    void aDeletedRecordAndARowThatNobodyKnowsAreNotLinked() {
        TwoSides sides = start();
        assertThat(link(sides, "nobody").outcome()).isEqualTo(Outcome.NO_ROW);
        String row = personMakes(sides);
        sides.read(sides.a);
        sides.kafkaDeletes();

        assertThat(link(sides, row).outcome()).isEqualTo(Outcome.NO_RECORD);
    }

    @Test
    void aLinkWaitsForADeliveryThatIsUnderWay() {
        TwoSides sides = start();
        String row = personMakes(sides);
        sides.read(sides.a);
        sides.kafkaSets("status", "won");
        sides.world.begin(sides.k1, sides.a);

        assertThat(link(sides, row).outcome()).isEqualTo(Outcome.UNDER_WAY);
        assertThat(unlink(sides).outcome()).isEqualTo(Outcome.UNDER_WAY);
        assertThat(state(sides)).isNotEqualTo(DeliveryState.PARKED);
    }

    private static DeliveryState state(TwoSides sides) {
        return sides.world.store.ledger().status(sides.k1).orElseThrow().deliveries().stream()
                .filter(one -> one.system().equals("a"))
                .findFirst()
                .orElseThrow()
                .state();
    }

    private static Answer link(TwoSides sides, String row) {
        return link(sides, "a", row);
    }

    private static Answer link(TwoSides sides, String system, String row) {
        return sides.world
                .store
                .rowLinks()
                .link(sides.k1, system, row, 1, new Decision("linked", "person/test", Optional.empty()));
    }

    private static Answer unlink(TwoSides sides) {
        return sides.world
                .store
                .rowLinks()
                .unlink(sides.k1, "a", Optional.empty(), 1, new Decision("unlinked", "person/test", Optional.empty()));
    }

    private static Verdict judge(TwoSides sides, boolean byId) {
        Instant asked = sides.world.store.standings().now();
        return new Readings(sides.world.store, sides.world.rules)
                .accept(new Page(
                        "default",
                        "a",
                        "contact",
                        "Contact",
                        sides.world.prefix() + asked,
                        List.of(new SeenRow(sides.a.system.only(), asked, byId, Optional.empty()))))
                .verdicts()
                .getFirst();
    }

    private static Counterpart counterpart(TwoSides sides, String row) {
        RowPlace place = new RowPlace("default", "a", "Contact", row);
        return Objects.requireNonNull(
                sides.world.store.counterparts().at(List.of(place)).get(place));
    }

    private static Image image(TwoSides sides, RecordKey key) {
        return sides.world.store.routing().candidates(List.of(key)).getFirst().image();
    }

    private static String personMakes(TwoSides sides) {
        return personMakes(sides, sides.a);
    }

    private static String personMakes(TwoSides sides, Side side) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("Name", "Bob Jones");
        row.put("Email", sides.email("u9"));
        row.put("Phone", "+15550000003");
        row.put("Status", null);
        sides.world.next();
        ModelSystem.Row made = side.system.personMakes(row);
        row.forEach((field, value) -> {
            if (value != null) {
                sides.world.oracle.edited(side.system, null, made, field);
            }
        });
        return made.id();
    }

    private static TwoSides start() {
        return start(Setting.plain(false));
    }

    private static TwoSides start(Setting setting) {
        TwoSides sides = new TwoSides(Objects.requireNonNull(ledger), setting);
        create(sides);
        sides.rest();
        return sides;
    }

    private static void create(TwoSides sides) {
        sides.kafka(
                Operation.CREATE,
                Change.Form.SNAPSHOT,
                new HashMap<>(Map.of("name", "Mary Smith", "email", "u1", "phone", "+15550000001", "status", "open")));
    }
}
