package io.recordsync.worker.delivery.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.recordsync.connectors.ReadRecord;
import io.recordsync.rules.Mapping;
import io.recordsync.rules.ReadingRules;
import io.recordsync.rules.RecordImage;
import io.recordsync.rules.RuleSet;
import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.Conflict.Kind;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.Counterpart.WriteTime;
import io.recordsync.store.counterpart.FieldBase;
import io.recordsync.store.counterpart.RowPlace;
import io.recordsync.store.ledger.FieldHashes;
import io.recordsync.worker.delivery.plan.BaseAfterWrite.Result;
import io.recordsync.worker.delivery.plan.TwoWayPlan.Create;
import io.recordsync.worker.delivery.plan.TwoWayPlan.Look;
import io.recordsync.worker.delivery.plan.TwoWayPlan.Nothing;
import io.recordsync.worker.delivery.plan.TwoWayPlan.Update;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a system that is read is given, and what is known of it afterwards. */
class TwoWayPlanTest {

    private static final Instant NOON = Instant.parse("2026-01-20T12:00:00Z");
    private static final WriteTime DURING = new WriteTime(NOON.minusSeconds(1), NOON.plusSeconds(1));
    private static final RuleSet RULES = RuleSet.parse("""
            name: test
            routes: {contact: [a]}
            systems:
              a:
                entities:
                  contact:
                    object: Contact
                    read: {every: 5m}
                    fields:
                      First: firstName(record.name)
                      Last: lastName(record.name)
                      Email: {value: record.email, type: email}
                      Status: record.status
                    back: {name: "join(found.First, found.Last)"}
            """, "test");
    private static final ReadingRules READING = RULES.reading("a", "contact").orElseThrow();
    private static final FieldHashes HASHES = new FieldHashes(1, new byte[32]);

    private final Map<String, @Nullable Object> record =
            new HashMap<>(Map.of("name", "Mary Smith", "email", "u1@x.com", "status", "open"));

    @Test
    void aSystemWithoutARowOfTheRecordGetsAllFields() {
        assertThat(plan(Optional.empty(), false))
                .isInstanceOfSatisfying(
                        Create.class,
                        create -> assertThat(create.sent()).containsOnlyKeys("First", "Last", "Email", "Status"));
    }

    @Test
    void aRowThatWasLinkedAndNeverJudgedIsReadFirst() {
        assertThat(plan(Optional.of(row()), false)).isEqualTo(new Look("a1"));
    }

    @Test
    void nothingIsSentIfTheSystemWasGivenAll() {
        assertThat(plan(Optional.of(given()), false)).isEqualTo(new Nothing(Map.of()));
    }

    @Test
    void onlyWhatChangedSinceItWasGivenIsSent() {
        Counterpart before = given();
        record.put("status", "closed");

        assertThat(plan(Optional.of(before), false))
                .isInstanceOfSatisfying(
                        Update.class, update -> assertThat(update.content()).isEqualTo(Map.of("Status", "closed")));
    }

    @Test
    void whatTheSystemShowsAlreadyCountsAsGivenWithoutACall() {
        Counterpart before =
                given().with(draft -> draft.field("Status", base -> base.withShown(hash("Status", "closed"))));
        record.put("status", "closed");

        assertThat(plan(Optional.of(before), false)).isEqualTo(new Nothing(Map.of("Status", hash("Status", "closed"))));
    }

    @Test
    void whatIsToBeGivenAgainIsSentThoughTheSystemShowsIt() {
        Counterpart forgotten = given().with(draft ->
                draft.field("Status", base -> base.withGiven(null).withShown(hash("Status", "open"))));

        assertThat(plan(Optional.of(forgotten), false))
                .isInstanceOfSatisfying(
                        Update.class, update -> assertThat(update.content()).containsOnlyKeys("Status"));
    }

    @Test
    void whatACallWithoutAnAnswerMayHaveWrittenIsSentAgainThoughItWasGivenBefore() {
        Counterpart doubtful = given().with(draft -> draft.sending(Map.of("Status", hash("Status", "closed"))));

        assertThat(plan(Optional.of(doubtful), true))
                .isInstanceOfSatisfying(
                        Update.class, update -> assertThat(update.content()).isEqualTo(Map.of("Status", "open")));
        assertThat(plan(Optional.of(given()), true)).isEqualTo(new Look("a1"));
    }

    @Test
    void allPartsOfAValueThatHasDifferedAreSentTogether() {
        Counterpart differing = given().with(draft ->
                draft.field("First", base -> base.withDiffers(true)).field("Last", base -> base.withDiffers(true)));
        record.put("name", "Mary Jones");

        assertThat(plan(Optional.of(differing), false))
                .isInstanceOfSatisfying(
                        Update.class,
                        update -> assertThat(update.content()).isEqualTo(Map.of("First", "Mary", "Last", "Jones")));
    }

    @Test
    void whatWasSentIsTheBaseAndWhatIsShownIsItsForm() {
        Result result = after(given(), Map.of("Status", "waiting for long"), Map.of("Status", "waiti"));
        FieldBase base = result.counterpart().field("Status");

        assertThat(base.isGiven(hash("Status", "waiting for long"))).isTrue();
        assertThat(base.isShown(hash("Status", "waiti"))).isTrue();
        assertThat(base.wroteAt()).isEqualTo(NOON);
        assertThat(result.counterpart().rowHash()).isEmpty();
        assertThat(result.notWritten()).isEmpty();
    }

    @Test
    void aFieldThatNothingShowsLosesItsForm() {
        Counterpart shown =
                given().with(draft -> draft.field("Status", base -> base.withShown(hash("Status", "open"))));
        Result result = new BaseAfterWrite(HASHES, READING, NOON, DURING)
                .after(shown, Map.of("Status", "closed"), Map.of(), Optional.empty());

        assertThat(result.counterpart().field("Status").shown()).isNull();
        assertThat(result.counterpart().sending()).containsOnlyKeys("Status");
    }

    @Test
    void aRowThatShowsWhatItShowedWasNotWritten() {
        Counterpart shown =
                given().with(draft -> draft.field("Status", base -> base.withShown(hash("Status", "open"))));
        Result result = after(shown, Map.of("Status", "closed"), Map.of("Status", "open"));

        assertThat(result.notWritten())
                .extracting(Conflict::kind, Conflict::path)
                .containsExactly(tuple(Kind.NOT_WRITTEN, "status"));
        assertThat(result.counterpart().field("Status").isGiven(hash("Status", "closed")))
                .isTrue();
        assertThat(after(row(), Map.of("Status", "open"), nulls("Status")).notWritten())
                .hasSize(1);
    }

    @Test
    void aRowThatWasChangedAfterOurCallShowsNothingOfIt() {
        Result result = new BaseAfterWrite(HASHES, READING, NOON, DURING)
                .after(
                        given(),
                        Map.of("Status", "closed"),
                        Map.of(),
                        Optional.of(new ReadRecord(
                                "a1",
                                Optional.of("k1"),
                                Optional.of(NOON.plusSeconds(2)),
                                false,
                                Map.of("Status", "lost"))));

        assertThat(result.counterpart().field("Status").shown()).isNull();
        assertThat(result.notWritten()).isEmpty();
    }

    private Result after(
            Counterpart before, Map<String, @Nullable Object> content, Map<String, @Nullable Object> shown) {
        return new BaseAfterWrite(HASHES, READING, NOON, DURING)
                .after(
                        before,
                        content,
                        Map.of(),
                        Optional.of(new ReadRecord("a1", Optional.of("k1"), Optional.of(NOON), false, shown)));
    }

    private TwoWayPlan plan(Optional<Counterpart> row, boolean inDoubt) {
        return TwoWayPlan.of("default", mapping(), READING, row, inDoubt, HASHES);
    }

    private Mapping mapping() {
        return RULES.map(new RecordImage("contact", "k1", record, false), "a");
    }

    private static Counterpart row() {
        return Counterpart.of(new RowPlace("default", "a", "Contact", "a1"), "contact");
    }

    private Counterpart given() {
        return row().with(draft -> {
            mapping()
                    .content()
                    .forEach((field, value) -> draft.field(field, base -> base.withGiven(hash(field, value))));
            return draft;
        });
    }

    private static String hash(String field, @Nullable Object value) {
        return HASHES.of("default", field, value);
    }

    private static Map<String, @Nullable Object> nulls(String field) {
        Map<String, @Nullable Object> nulls = new LinkedHashMap<>();
        nulls.put(field, null);
        return nulls;
    }
}
