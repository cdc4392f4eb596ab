package io.recordsync.worker.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.store.counterpart.LostValue;
import io.recordsync.store.ledger.Change.Form;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.worker.reading.ModelSystem.Fate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sequences of calls, pages and edits that cross. The rules of {@link Oracle} hold at each rest besides what is said
 * here.
 */
class MoreSequencesTest {

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
    void aRowThatIsSetBackBeforeOurWriteSettlesIsReadAlthoughItShowsWhatItShowed() {
        TwoSides sides = start(new Setting(List.of(Traits.PLAIN, Traits.PLAIN), false, "newest", true, false));
        create(sides, "k2");
        sides.rest();
        sides.kafkaSets("status", "Closed");
        sides.world.begin(sides.k1, sides.a);
        sides.world.call(sides.k1, sides.a, Fate.ANSWERED);
        sides.set(sides.a, "Status", "open");
        sides.world.pass(Duration.ofSeconds(5));
        sides.set(sides.a, 1, "Phone", "555.000.0003");
        sides.read(sides.a);
        sides.world.settle(sides.k1, sides.a, Duration.ZERO);
        sides.rest();

        assertEverywhere(sides, "status", "Status", "open");
        assertThat(content(sides.b, 1)).containsEntry("Phone", "+15550000003");
        assertThat(sides.writes()).isEqualTo(4 + 2);
    }

    @Test
    void aDeleteOfOursOverAnEditThatNobodyHasReadKeepsTheRecordWhole() {
        TwoSides sides = start(Setting.plain(false));
        sides.kafkaDeletes();
        sides.set(sides.a, "Phone", "555.000.0003");
        sides.deliver(sides.a);
        sides.rest();

        assertThat(sides.image().fields())
                .containsEntry("name", "Mary Smith")
                .containsEntry("phone", "+15550000003")
                .containsEntry("status", "open");
        assertThat(content(sides.a, 0)).containsEntry("Phone", "555.000.0003");
        assertThat(content(sides.b, 0)).containsEntry("Phone", "+15550000003");
        assertThat(sides.writes()).isEqualTo(2 + 1);
    }

    @Test
    void aRecordThatNobodyTouchesIsDeletedEverywhere() {
        TwoSides sides = start(Setting.plain(false));
        sides.kafkaDeletes();
        sides.rest();

        assertThat(sides.image().deleted()).isTrue();
        assertThat(sides.a.system.rows()).isEmpty();
        assertThat(sides.b.system.rows()).isEmpty();
        assertThat(sides.writes()).isEqualTo(2 + 2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anEditBackToAFormerValueAfterAnotherSystemsIsTaken(boolean tellsTimes) {
        Traits traits = Traits.PLAIN.withTellsTimes(tellsTimes);
        TwoSides sides = start(new Setting(List.of(traits, traits), false, "newest", true, false));
        sides.set(sides.a, "Status", "Closed");
        sides.rest();
        sides.set(sides.b, "Status", "open");
        sides.rest();
        sides.set(sides.a, "Status", "Closed");
        sides.rest();

        assertEverywhere(sides, "status", "Status", "Closed");
        assertThat(sides.writes()).isEqualTo(2 + 3);
    }

    @Test
    void theBaseInAnotherFormIsNoEditWhileOursIsNewer() {
        Traits phones = Traits.PLAIN.withForm(Traits.Form.PHONES, false);
        TwoSides sides = start(new Setting(List.of(phones, Traits.PLAIN), false, "newest", false, false));
        sides.kafkaSets("phone", "+15550000003");
        sides.set(sides.a, "Status", "Closed");
        sides.read(sides.a);
        sides.rest();

        assertThat(content(sides.a, 0)).containsEntry("Phone", "(555) 000-0003").containsEntry("Status", "Closed");
        assertThat(content(sides.b, 0)).containsEntry("Phone", "+15550000003").containsEntry("Status", "Closed");
        assertThat(sides.lost()).isEmpty();
    }

    @Test
    void aCallThatWasNeverMadeIsMadeAfterACrash() {
        TwoSides sides = start(Setting.plain(false));
        sides.kafkaSets("status", "Closed");
        sides.world.begin(sides.k1, sides.a);
        sides.world.crash(sides.k1, sides.a);
        sides.set(sides.a, "Phone", "555.000.0003");
        sides.read(sides.a);
        sides.rest();

        assertEverywhere(sides, "status", "Status", "Closed");
        assertThat(content(sides.b, 0)).containsEntry("Phone", "+15550000003");
        assertThat(sides.lost()).isEmpty();
    }

    @Test
    void ourCreateThatIsSeenBeforeItSettlesIsOurs() {
        TwoSides sides = new TwoSides(ledger(), Setting.plain(false));
        create(sides, "k1");
        sides.world.begin(sides.k1, sides.a);
        sides.world.call(sides.k1, sides.a, Fate.ANSWERED);
        sides.read(sides.a);
        sides.world.settle(sides.k1, sides.a, Duration.ZERO);
        sides.rest();

        assertThat(sides.image().revision()).isEqualTo(1);
        assertThat(sides.world.keys()).containsExactly(sides.k1);
        assertThat(sides.writes()).isEqualTo(2);
    }

    @Test
    void aCreateWhoseAnswerIsLostMakesOneRow() {
        TwoSides sides = new TwoSides(ledger(), Setting.plain(false));
        create(sides, "k1");
        sides.deliver(sides.a, Fate.LOST);
        sides.kafkaSets("status", "Closed");
        sides.rest();

        assertEverywhere(sides, "status", "Status", "Closed");
        assertThat(sides.world.keys()).containsExactly(sides.k1);
    }

    @Test
    void anEditOfOneHalfOfANameMeetsOurNewName() {
        TwoSides sides = start(Setting.plain(true));
        sides.kafkaSets("name", "Bob Jones");
        sides.set(sides.a, "LastName", "Lee");
        sides.read(sides.a);
        sides.rest();

        assertThat(sides.image().fields()).containsEntry("name", "Mary Lee");
        assertThat(content(sides.a, 0)).containsEntry("FirstName", "Mary").containsEntry("LastName", "Lee");
        assertThat(content(sides.b, 0)).containsEntry("Name", "Mary Lee");
        assertThat(sides.lost()).extracting(LostValue::value).containsExactly("Bob Jones");
    }

    @Test
    void aPageThatIsOlderThanAnAnswerByIdChangesNothing() {
        TwoSides sides = start(Setting.plain(false));
        sides.set(sides.a, "Status", "won");
        sides.world.ask(sides.a, false);
        sides.set(sides.a, "Status", "lost");
        sides.world.haveReadAgain(sides.a, sides.a.system.only().externalId());
        sides.world.readAgain(sides.a);
        sides.world.commit(sides.a);
        assertThat(sides.image().fields()).containsEntry("status", "lost");
        sides.rest();

        assertEverywhere(sides, "status", "Status", "lost");
        assertThat(sides.lost()).isEmpty();
    }

    @Test
    void aLateCallThatComesAfterANewerValueIsSeen() {
        TwoSides sides = start(Setting.plain(false));
        sides.kafkaSets("status", "Closed");
        sides.deliver(sides.a, Fate.LATE);
        sides.set(sides.a, "Status", "won");
        sides.world.oracle.arriving(true);
        sides.a.system.arrive();
        sides.world.oracle.arriving(false);
        sides.rest();

        assertEverywhere(sides, "status", "Status", "Closed");
    }

    @Test
    void theOwnersValueIsKeptAgainstAnotherSystemThatCutsIt() {
        Traits cuts = Traits.PLAIN.withForm(Traits.Form.CUT, false);
        TwoSides sides = start(new Setting(List.of(Traits.PLAIN, cuts), false, "a", false, false));
        sides.set(sides.a, "Status", "Waiting for long");
        sides.rest();
        sides.set(sides.b, "Status", "won");
        sides.rest();

        assertThat(sides.image().fields()).containsEntry("status", "Waiting for long");
        assertThat(content(sides.b, 0)).containsEntry("Status", "Waiti");
        assertThat(sides.lost()).extracting(LostValue::value).containsExactly("won");
    }

    private static TwoSides start(Setting setting) {
        TwoSides sides = new TwoSides(ledger(), setting);
        create(sides, "k1");
        sides.rest();
        return sides;
    }

    private static void create(TwoSides sides, String record) {
        sides.kafka(
                record,
                Operation.CREATE,
                Form.SNAPSHOT,
                Map.of("name", "Mary Smith", "email", record, "phone", "+15550000001", "status", "open"));
    }

    private static void assertEverywhere(TwoSides sides, String path, String field, String value) {
        assertThat(sides.image().fields()).containsEntry(path, value);
        assertThat(content(sides.a, 0)).containsEntry(field, value);
        assertThat(content(sides.b, 0)).containsEntry(field, value);
    }

    private static Map<String, @Nullable Object> content(Side side, int row) {
        return side.system.rows().get(row).shown().content();
    }

    private static ModelLedger ledger() {
        return Objects.requireNonNull(ledger);
    }
}
