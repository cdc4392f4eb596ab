package io.recordsync.worker.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.store.ledger.Change.Form;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.store.ledger.Image;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.worker.reading.Setting.Removals;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sequences in which people delete and restore rows. The rules of {@link Oracle} hold at each rest besides. */
class DeleteSequencesTest {

    private static final Traits UNLISTED = Traits.PLAIN.withListsDeletes(false);

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
    void aRowThatIsNotInTheFeedYetIsNotGone() {
        Traits lags = UNLISTED.withLag(Duration.ofSeconds(15));
        TwoSides sides = start(setting("follow", Traits.PLAIN, lags));
        create(sides, "k2");
        sides.b.run.begin(true);
        sides.b.run.step();
        RecordKey second = sides.world.record("k2");
        sides.world.deliver(second, sides.b, ModelSystem.Fate.ANSWERED);
        sides.world.deliver(second, sides.a, ModelSystem.Fate.ANSWERED);
        sides.run(sides.b);
        sides.rest();

        assertThat(image(sides, "k2").revision()).isEqualTo(1);
        assertThat(sides.a.system.rows()).hasSize(2);
        assertThat(sides.b.system.rows()).hasSize(2);
        assertThat(sides.writes()).isEqualTo(2 + 2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDeleteByASlowClockIsFollowed(boolean listsDeletes) {
        Traits slow = Traits.PLAIN.withListsDeletes(listsDeletes).withOffset(Duration.ofMinutes(-15));
        TwoSides sides = start(setting("follow", slow, Traits.PLAIN));
        sides.set(sides.a, "Status", "Closed");
        sides.rest();
        sides.delete(sides.a);
        sides.rest();

        assertThat(sides.image().deleted()).isTrue();
        assertThat(sides.b.system.rows()).isEmpty();
        assertThat(sides.writes()).isEqualTo(2 + 2);
    }

    @ParameterizedTest
    @CsvSource({"keep, true, 1", "keep, false, 1", "follow, true, 2", "follow, false, 2"})
    void aRestoredRowIsItsRecordsAgain(String policy, boolean listsDeletes, int rowsMadeAtB) {
        TwoSides sides = start(setting(policy, Traits.PLAIN.withListsDeletes(listsDeletes), Traits.PLAIN));
        String id = sides.a.system.only().externalId();
        sides.delete(sides.a);
        sides.rest();
        assertThat(sides.image().deleted()).isEqualTo(policy.equals("follow"));
        sides.restore(sides.a);
        sides.rest();

        assertThat(sides.image().fields()).containsEntry("name", "Mary Smith").containsEntry("status", "open");
        assertThat(sides.a.system.only().externalId()).isEqualTo(id);
        assertThat(sides.b.system.only().externalId()).endsWith("b" + rowsMadeAtB);
        assertThat(sides.world.keys()).containsExactly(sides.k1);
    }

    @ParameterizedTest
    @CsvSource({"lost, closed", "lost, open", ", closed", ", open"})
    void aRestoredRowThatShowsAWriteWithoutAnAnswerShowsNoEdit(@Nullable String unanswered, String wanted) {
        TwoSides sides = start(setting("keep", UNLISTED, Traits.PLAIN));
        sides.kafkaSets("status", unanswered);
        sides.deliver(sides.b, ModelSystem.Fate.LOST);
        sides.kafkaSets("status", wanted);
        sides.delete(sides.b);
        sides.run(sides.b);
        sides.world.pass(Duration.ofMinutes(10));
        sides.restore(sides.b);
        sides.rest();

        assertThat(sides.image().fields()).containsEntry("status", wanted);
        assertThat(sides.a.system.only().content()).containsEntry("Status", wanted);
        assertThat(sides.b.system.only().content()).containsEntry("Status", wanted);
    }

    @Test
    void anEditOfARestoredRowIsTakenAfterAWriteWithoutAnAnswer() {
        TwoSides sides = start(setting("keep", UNLISTED, Traits.PLAIN));
        sides.kafkaSets("status", "lost");
        sides.deliver(sides.b, ModelSystem.Fate.LOST);
        sides.delete(sides.b);
        sides.run(sides.b);
        sides.world.pass(Duration.ofMinutes(10));
        sides.restore(sides.b);
        sides.set(sides.b, "Status", "won");
        sides.read(sides.b);
        sides.rest();

        assertThat(sides.image().fields()).containsEntry("status", "won");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRowIsMadeAgainWhereTheRulesSaySo(boolean listsDeletes) {
        TwoSides sides = start(setting("recreate", Traits.PLAIN.withListsDeletes(listsDeletes), Traits.PLAIN));
        sides.delete(sides.a);
        sides.rest();

        assertThat(sides.a.system.only().content()).containsEntry("Name", "Mary Smith");
        assertThat(sides.a.system.only().externalId()).endsWith("a2");
        assertThat(sides.writes()).isEqualTo(2 + 1);
    }

    @Test
    void aRowThatIsDeletedAndMadeAnewIsTheRecordsAndNoConflictIsLeft() {
        TwoSides sides = start(setting("keep", Traits.PLAIN, Traits.PLAIN));
        new Step.MakeAgain(1, 0).take(sides.world);
        sides.rest();

        assertThat(sides.conflicts(sides.b)).isEmpty();
        assertThat(sides.world.keys()).containsExactly(sides.k1);
        assertThat(sides.b.system.only().externalId()).endsWith("b2");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aChangeThatTheDeletedRowWasNotGivenKeepsTheRecord(boolean listsDeletes) {
        TwoSides sides = start(setting("follow", Traits.PLAIN.withListsDeletes(listsDeletes), Traits.PLAIN));
        sides.kafkaSets("phone", "+15550000003");
        sides.delete(sides.a);
        sides.run(sides.a);
        sides.rest();

        assertThat(sides.image().deleted()).isFalse();
        assertThat(sides.a.system.only().content()).containsEntry("Phone", "+15550000003");
        assertThat(sides.b.system.only().content()).containsEntry("Phone", "+15550000003");
    }

    @Test
    void anEditElsewhereThatNobodyHasReadKeepsTheRecord() {
        TwoSides sides = start(setting("follow", Traits.PLAIN, Traits.PLAIN));
        sides.set(sides.b, "Phone", "+15550000003");
        sides.delete(sides.a);
        sides.run(sides.a);
        sides.deliver(sides.b);
        sides.rest();

        assertThat(sides.image().deleted()).isFalse();
        assertThat(sides.image().fields())
                .containsEntry("phone", "+15550000003")
                .containsEntry("name", "Mary Smith");
        assertThat(sides.a.system.only().content()).containsEntry("Phone", "+15550000003");
    }

    @Test
    void aRowThatIsRestoredBeforeItIsAskedForStays() {
        TwoSides sides = start(setting("follow", UNLISTED, Traits.PLAIN));
        sides.delete(sides.a);
        sides.a.run.begin(true);
        sides.a.run.step();
        sides.restore(sides.a);
        sides.run(sides.a);
        sides.rest();

        assertThat(sides.image().revision()).isEqualTo(1);
        assertThat(sides.a.system.only().externalId()).endsWith("a1");
        assertThat(sides.writes()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"true, 0", "false, 2"})
    void deletesThatAreHeldWaitForAPersonAndChangesGoOn(boolean approved, int left) {
        TwoSides sides = start(
                setting("follow", Traits.PLAIN, Traits.PLAIN).withDeletes(new Removals("follow", true, approved)));
        create(sides, "k2");
        sides.rest();
        sides.delete(sides.a);
        sides.delete(sides.a);
        sides.set(sides.b, "Status", "won");
        sides.run(sides.a);
        sides.read(sides.b);

        assertThat(sides.a.run.end()).isEqualTo("waiting");
        assertThat(sides.image().deleted()).isFalse();
        assertThat(sides.image().fields()).containsEntry("status", "won");
        sides.world.decide(sides.a, approved);
        sides.rest();

        // The record that was edited meanwhile has news for the row that is gone, so that it stays.
        assertThat(image(sides, "k2").deleted()).isEqualTo(approved);
        assertThat(sides.image().deleted()).isFalse();
        assertThat(sides.b.system.rows()).hasSize(Math.max(left, 1));
    }

    @Test
    void aProducerThatMakesARecordAgainMakesItsRowAgain() {
        TwoSides sides = start(setting("keep", Traits.PLAIN, Traits.PLAIN));
        sides.delete(sides.a);
        sides.rest();
        assertThat(sides.a.system.rows()).isEmpty();
        sides.kafkaDeletes();
        sides.rest();
        create(sides, "k1");
        sides.rest();

        assertThat(sides.a.system.only().externalId()).endsWith("a2");
        assertThat(sides.b.system.only().externalId()).endsWith("b2");
    }

    @Test
    void whoTakesARunOverFollowsEachDeleteOnce() {
        TwoSides sides = start(setting("follow", UNLISTED, Traits.PLAIN));
        create(sides, "k2");
        sides.rest();
        sides.delete(sides.a);
        sides.a.run.begin(true);
        for (int n = 0; n < 3; n++) {
            sides.a.run.step();
        }
        sides.world.takeOver(sides.a);
        sides.run(sides.a);
        sides.rest();

        assertThat(sides.image().deleted()).isTrue();
        assertThat(sides.image().revision()).isEqualTo(2);
        assertThat(image(sides, "k2").deleted()).isFalse();
    }

    private static Image image(TwoSides sides, String record) {
        return Objects.requireNonNull(sides.world.images().get(sides.world.record(record)));
    }

    private static Setting setting(String deletes, Traits a, Traits b) {
        return new Setting(List.of(a, b), false, "newest", false, false)
                .withDeletes(new Removals(deletes, false, false));
    }

    private static TwoSides start(Setting setting) {
        TwoSides sides = new TwoSides(Objects.requireNonNull(ledger), setting);
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
}
