package io.recordsync.worker.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.store.counterpart.Again;
import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.Conflict.Kind;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.FieldBase;
import io.recordsync.store.counterpart.LostValue;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.counterpart.Why;
import io.recordsync.store.ledger.Change;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.worker.reading.Judgement.Verdict;
import io.recordsync.worker.reading.Readings.Page;
import io.recordsync.worker.reading.Traits.Form;
import io.recordsync.workflows.OpenConflict;
import io.recordsync.workflows.Resolve;
import io.recordsync.workflows.ResolveResult;
import io.recordsync.workflows.ResolveResult.Outcome;
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

/** What a person decides about conflicts, on the real ledger between two systems in memory. */
class ResolutionsTest {

    private static final String OURS = Resolve.OURS;
    private static final String THEIRS = Resolve.THEIRS;

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
    void oursGoesToTheSystemAndTheirsIsKept() {
        TwoSides sides = asked();

        ResolveResult result = resolve(sides, "status", OURS);

        assertThat(result.outcome()).isEqualTo(Outcome.DECIDED);
        assertThat(open(sides)).isEmpty();
        assertQuietWith(sides, "status", "Status", "lost");
        assertThat(lost(sides, "status")).containsExactly("won");
    }

    @Test
    void theirsGoesToTheRecordAndToTheOtherSystemAndOursIsKept() {
        TwoSides sides = asked();

        resolve(sides, "status", THEIRS);

        assertQuietWith(sides, "status", "Status", "won");
        assertThat(lost(sides, "status")).containsExactly("lost");
        assertThat(sides.lost()).extracting(LostValue::source).containsExactly("crm");
    }

    @Test
    void ofAConflictThatEndsAsTheRowIsSetBackBothOfItsValuesAreKept() {
        TwoSides sides = asked();

        sides.set(sides.a, "Status", "open");

        assertQuietWith(sides, "status", "Status", "lost");
        assertThat(open(sides)).isEmpty();
        assertThat(lost(sides, "status")).containsExactlyInAnyOrder("won", "open");
    }

    @Test
    void theFieldMayBeLeftOutWhereOneConflictIsOpen() {
        TwoSides sides = asked();

        assertThat(resolve(sides, null, THEIRS).outcome()).isEqualTo(Outcome.DECIDED);

        assertQuietWith(sides, "status", "Status", "won");
    }

    @Test
    void withoutADecisionNothingChangesAndTheAnswerSaysWhatIsNeeded() {
        TwoSides sides = asked();
        long revision = sides.image().revision();

        ResolveResult result = resolve(sides, "status", null);

        assertThat(result.outcome()).isEqualTo(Outcome.NEEDED);
        assertThat(result.text()).contains("ours or theirs").contains("status at a (ask)");
        assertThat(sides.image().revision()).isEqualTo(revision);
        assertThat(open(sides)).extracting(OpenConflict::kind).containsExactly("ask");
    }

    @Test
    void aConflictIsDecidedOnce() {
        TwoSides sides = asked();
        resolve(sides, "status", OURS);
        long revision = sides.image().revision();

        ResolveResult again = resolve(sides, "status", THEIRS);

        assertThat(again.outcome()).isEqualTo(Outcome.DECIDED_BEFORE);
        assertThat(again.text()).contains("ours, by person/test");
        assertThat(sides.image().revision()).isEqualTo(revision);
        assertThat(resolve(sides, "phone", OURS).outcome()).isEqualTo(Outcome.NEEDED);
    }

    @Test
    void aValueOfNoTypeGivesWayToOursAndIsNeverTaken() {
        TwoSides sides = start(Setting.plain(false));
        sides.set(sides.a, "Phone", "call me");
        sides.rest();

        ResolveResult refused = resolve(sides, "phone", THEIRS);
        assertThat(refused.outcome()).isEqualTo(Outcome.NEEDED);
        assertThat(refused.text()).contains("not of the field's type");
        resolve(sides, "phone", OURS);

        assertQuietWith(sides, "phone", "Phone", "+15550000001");
        assertThat(lost(sides, "phone")).containsExactly("call me");
    }

    @Test
    void aValueThatWouldNotComeBackGivesWayToOursAndIsNeverTaken() {
        TwoSides sides = start(Setting.plain(true));
        sides.set(sides.a, "FirstName", "Mary Ann");
        sides.rest();

        assertThat(resolve(sides, "name", THEIRS).outcome()).isEqualTo(Outcome.NEEDED);
        resolve(sides, "name", OURS);
        sides.rest();

        assertThat(sides.a.system.only().content()).containsEntry("FirstName", "Mary");
        assertThat(sides.image().fields()).containsEntry("name", "Mary Smith");
        assertThat(open(sides)).isEmpty();
        assertThat(lost(sides, "name")).containsExactly("Mary Ann Smith");
    }

    @Test
    void oursEndsAConflictOfAValueThatIsChangedAgainAndAgain() {
        TwoSides sides = oscillating();

        resolve(sides, "status", OURS);

        assertQuietWith(
                sides, "status", "Status", String.valueOf(sides.image().fields().get("status")));
        assertThat(lost(sides, "status")).contains("theirs");
    }

    @Test
    void theirsEndsAConflictOfAValueThatIsChangedAgainAndAgain() {
        TwoSides sides = oscillating();

        resolve(sides, "status", THEIRS);

        assertQuietWith(sides, "status", "Status", "theirs");
    }

    @Test
    void aValueThatWasNotWrittenIsSentAgain() {
        TwoSides sides = notWritten();
        int writes = sides.a.system.writes();
        sides.a.system.traits(Traits.PLAIN);

        resolve(sides, "status", OURS);

        assertQuietWith(sides, "status", "Status", "Waiting for long");
        assertThat(sides.a.system.writes()).isEqualTo(writes + 1);
        assertThat(sides.lost()).isEmpty();
    }

    @Test
    void whatTheSystemShowsInsteadOfAValueThatItDidNotWriteIsTaken() {
        TwoSides sides = notWritten();

        resolve(sides, "status", THEIRS);

        assertQuietWith(sides, "status", "Status", "Waiti");
        assertThat(lost(sides, "status")).containsExactly("Waiting for long");
    }

    @Test
    void aRefusedValueIsSentAgain() {
        TwoSides sides = refused();
        int writes = sides.a.system.writes();

        resolve(sides, "status", OURS);

        assertQuietWith(sides, "status", "Status", "closed");
        assertThat(sides.a.system.writes()).isEqualTo(writes + 1);
    }

    @Test
    void theRowOfARefusedValueIsReadAndItsValueTaken() {
        TwoSides sides = refused();
        String id = row(sides).place().externalId();

        resolve(sides, "status", THEIRS);

        assertThat(open(sides)).isEmpty();
        assertThat(sides.world.store.readAgain().due(new ReaderKey("default", "a", "contact"), 1000))
                .contains(new Again(id, Why.NOT_TAKEN));
        assertThat(judgeById(sides)).isEqualTo(Verdict.UPDATED);
        assertThat(sides.image().fields()).containsEntry("status", "open");
        assertThat(judgeById(sides)).isEqualTo(Verdict.UNCHANGED);
        assertThat(lost(sides, "status")).containsExactly("closed");
    }

    @Test
    void aRowThatTheLedgerDidNotTakeIsReadAgainOrGivesWay() {
        TwoSides sides = start(Setting.plain(false));
        Counterpart row = row(sides);
        Conflict notTaken = conflict(row, Conflict.WHOLE_ROW, Kind.NOT_TAKEN, Map.of(), Map.of("status", "won"));
        sides.world.store.conflicts().open(List.of(notTaken));

        assertThat(resolve(sides, null, THEIRS).outcome()).isEqualTo(Outcome.READ_AGAIN);

        assertThat(row(sides).rowHash()).isEmpty();
        assertThat(open(sides)).hasSize(1);
        assertThat(sides.world.store.readAgain().due(new ReaderKey("default", "a", "contact"), 1000))
                .contains(new Again(row.place().externalId(), Why.NOT_TAKEN));
        assertThat(resolve(sides, null, OURS).outcome()).isEqualTo(Outcome.DECIDED);
        assertThat(lost(sides, "status")).containsExactly("won");
    }

    @Test
    void whichRecordARowIsIsNotDecidedByAValue() {
        TwoSides sides = start(Setting.plain(false));
        Conflict ambiguous = new Conflict(
                row(sides).place(),
                "contact",
                Conflict.WHOLE_ROW,
                Optional.empty(),
                Kind.AMBIGUOUS,
                Map.of(),
                List.of(sides.k1.recordId(), "other"),
                null);
        sides.world.store.conflicts().open(List.of(ambiguous));

        ResolveResult result = resolve(sides, null, OURS);

        assertThat(result.outcome()).isEqualTo(Outcome.NEEDED);
        assertThat(result.text()).contains("link").contains("unlink");
        assertThat(open(sides)).hasSize(1);
    }

    @Test
    void theConflictOfADeletedRecordOnlyCloses() {
        TwoSides sides = asked();
        sides.kafkaDeletes();
        long revision = sides.image().revision();

        assertThat(resolve(sides, "status", THEIRS).outcome()).isEqualTo(Outcome.DECIDED);

        assertThat(open(sides)).isEmpty();
        assertThat(sides.image().deleted()).isTrue();
        assertThat(sides.image().revision()).isEqualTo(revision);
    }

    @Test
    void theConflictOfARowThatIsGoneOnlyCloses() {
        TwoSides sides = asked();
        Counterpart gone = row(sides)
                .with(draft ->
                        draft.gone(Optional.of(sides.world.store.standings().now()), Optional.empty()));
        sides.world.store.counterparts().write(List.of(gone), 1);

        assertThat(resolve(sides, "status", OURS).outcome()).isEqualTo(Outcome.DECIDED);

        assertThat(open(sides)).isEmpty();
        assertThat(sides.image().fields()).containsEntry("status", "lost");
    }

    @Test
    void aDecisionWaitsForADeliveryThatIsUnderWay() {
        TwoSides sides = start(Setting.plain(false));
        sides.set(sides.a, "Phone", "call me");
        sides.read(sides.a);
        sides.kafkaSets("status", "won");
        assertThat(sides.world.begin(sides.k1, sides.a)).isTrue();

        assertThat(resolve(sides, "phone", OURS).outcome()).isEqualTo(Outcome.LATER);

        sides.world.settle(sides.k1, sides.a, Duration.ZERO);
        assertThat(resolve(sides, "phone", OURS).outcome()).isEqualTo(Outcome.DECIDED);
        assertQuietWith(sides, "phone", "Phone", "+15550000001");
    }

    /** The row is as it was, so that nobody has typed what is taken now. */
    private static Verdict judgeById(TwoSides sides) {
        Instant asked = sides.world.store.standings().now();
        return new Readings(sides.world.store, sides.world.rules)
                .accept(new Page(
                        "default",
                        "a",
                        "contact",
                        "Contact",
                        sides.world.prefix() + asked,
                        List.of(new SeenRow(sides.a.system.only(), asked, true, Optional.empty()))))
                .verdicts()
                .getFirst();
    }

    /** The record and the row have changed the same field, and a person has to decide. */
    private static TwoSides asked() {
        TwoSides sides = start(new Setting(List.of(Traits.PLAIN, Traits.PLAIN), false, "ask", false, false));
        sides.kafkaSets("status", "lost");
        sides.set(sides.a, "Status", "won");
        sides.read(sides.a);
        sides.deliver(sides.a);
        assertThat(sides.conflicts(sides.a)).extracting(Conflict::kind).containsExactly(Kind.ASK);
        return sides;
    }

    private static TwoSides oscillating() {
        TwoSides sides = start(Setting.plain(false));
        for (int i = 0; i < 6; i++) {
            sides.kafkaSets("status", "ours" + i);
            sides.deliver(sides.a);
            sides.world.pass(Duration.ofSeconds(5));
            sides.set(sides.a, "Status", "theirs");
            sides.read(sides.a);
        }
        assertThat(sides.conflicts(sides.a)).extracting(Conflict::kind).containsExactly(Kind.OSCILLATES);
        return sides;
    }

    private static TwoSides notWritten() {
        TwoSides sides = start(Setting.plain(false));
        sides.a.system.traits(Traits.PLAIN.withForm(Form.CUT, true));
        sides.kafkaSets("status", "Waiti");
        sides.rest();
        sides.kafkaSets("status", "Waiting for long");
        sides.deliver(sides.a);
        assertThat(sides.conflicts(sides.a)).extracting(Conflict::kind).containsExactly(Kind.NOT_WRITTEN);
        return sides;
    }

    /** The system shows {@code open} and has refused {@code closed}. */
    private static TwoSides refused() {
        TwoSides sides = start(Setting.plain(false));
        sides.kafkaSets("status", "closed");
        sides.deliver(sides.b);
        Counterpart row = row(sides);
        String shown = Objects.requireNonNull(row.field("Status").shown());
        String ours = sides.world.store.hashes().get().of("default", "Status", "closed");
        Counterpart after = row.with(draft -> draft.field("Status", (FieldBase base) -> base.withGiven(ours)));
        sides.world.store.counterparts().write(List.of(after), 1);
        sides.world
                .store
                .conflicts()
                .open(List.of(conflict(row, "status", Kind.REFUSED, Map.of("Status", shown), null)));
        sides.deliver(sides.a);
        return sides;
    }

    private static Conflict conflict(
            Counterpart row, String path, Kind kind, Map<String, String> shown, @Nullable Object theirs) {
        return new Conflict(row.place(), row.entity(), path, row.recordId(), kind, shown, null, theirs);
    }

    private static Counterpart row(TwoSides sides) {
        return Objects.requireNonNull(
                sides.world.store.counterparts().of(List.of(sides.k1), "a").get(sides.k1));
    }

    private static ResolveResult resolve(TwoSides sides, @Nullable String field, @Nullable String take) {
        return new Resolutions(sides.world.store, sides.world.rules)
                .resolve(sides.k1, new Resolve("a", field, take, "person/test", "because"));
    }

    private static List<OpenConflict> open(TwoSides sides) {
        return new Resolutions(sides.world.store, sides.world.rules).open(sides.k1);
    }

    private static List<@Nullable Object> lost(TwoSides sides, String path) {
        return sides.lost().stream()
                .filter(lost -> lost.path().equals(path))
                .map(LostValue::value)
                .toList();
    }

    /** Both systems and the record come to the value, no conflict is left, and nothing more flows. */
    private static void assertQuietWith(TwoSides sides, String path, String field, String value) {
        sides.rest();
        long revision = sides.image().revision();
        int writes = sides.writes();
        sides.rest();
        assertThat(sides.image().fields()).containsEntry(path, value);
        assertThat(sides.a.system.only().content()).containsEntry(field, value);
        assertThat(sides.b.system.only().content()).containsEntry(field, value);
        assertThat(open(sides)).isEmpty();
        assertThat(sides.image().revision()).isEqualTo(revision);
        assertThat(sides.writes()).isEqualTo(writes);
    }

    private static TwoSides start(Setting setting) {
        TwoSides sides = new TwoSides(Objects.requireNonNull(ledger), setting);
        Map<String, @Nullable Object> fields =
                new HashMap<>(Map.of("name", "Mary Smith", "email", "u1", "phone", "+15550000001", "status", "open"));
        sides.kafka(Operation.CREATE, Change.Form.SNAPSHOT, fields);
        sides.rest();
        return sides;
    }
}
