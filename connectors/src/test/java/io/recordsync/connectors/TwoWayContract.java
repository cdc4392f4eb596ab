package io.recordsync.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.recordsync.connectors.Capabilities.Visibility;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Gone;
import io.recordsync.connectors.Outcome.Linked;
import io.recordsync.connectors.Outcome.Stale;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.Write.Held;
import io.recordsync.simulator.store.StoredObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every connector does at a system that is read too: creates that never write to a row that exists, updates of
 * single fields by id, and looks at rows by id. A connector that does not support this yet finds no rows by id.
 */
public abstract class TwoWayContract extends ConnectorFixture {

    private static final int MANY = 200;
    private static final Held CARRIED = Held.ANYTHING;
    private static final Held NOT_CARRIED = new Held(false, row -> true);

    protected TwoWayContract(SystemUnderTest system) {
        super(system);
    }

    @BeforeEach
    void assumeTwoWay() {
        assumeTrue(visibility().largestFind() > 0, "rows cannot be found by their ids");
    }

    @Test
    void createsAndShows() {
        Written written = write(create("A1"));

        assertThat(written.effect()).isEqualTo(Effect.CREATED);
        assertThat(written.externalId()).contains(system.externalId(only("A1")));
        assertThat(only("A1").field(system.emailField())).isEqualTo(email("A1"));
        assertThat(written.shown().isPresent()).isEqualTo(visibility().showsWrites());
        written.shown().ifPresent(shown -> assertShows(shown, only("A1"), "A1"));
    }

    @Test
    void aCreateThatMeetsARowOfOursWritesNothing() {
        StoredObject there = alreadyThere(row("A1", isFoundByRecordId() ? "other" : "A1", "Marker Older"));

        ReadRecord met = met(create("A1"));

        assertShows(met, there, "A1");
        assertThat(tested.all()).containsExactly(there);
    }

    @Test
    void aCreateThatMeetsARowByItsMatchWritesNothing() {
        StoredObject there = alreadyThere(asStored(system.content(email("A1"), "Marker Older")));

        ReadRecord met = met(create("A1"));

        assertShows(met, there, "");
        assertThat(tested.all()).containsExactly(there);
    }

    @Test
    void aCreateThatMeetsARowOfAnotherRecordWritesNothing() {
        StoredObject there = alreadyThere(row("B2", "A1", "Marker Older"));

        ReadRecord met = met(create("A1"));

        assertShows(met, there, "B2");
        assertThat(tested.all()).containsExactly(there);
    }

    @Test
    void theRowThatACreateMeetsHasAllFieldsOfItsContent() {
        alreadyThere(asStored(system.content(email("A1"), "Marker Older")));
        Map<String, @Nullable Object> content = content("A1");
        content.put(system.optionalField(), "marker");

        ReadRecord met = met(create("A1", content));

        assertThat(met.content()).containsKeys(content.keySet().toArray(String[]::new));
        assertThat(met.content().get(system.optionalField())).isNull();
    }

    @Test
    void aCreateInDoubtThatMeetsItsOwnRowWritesAll() {
        StoredObject there = alreadyThere(row("A1", "A1", "Marker Older"));

        Written written = write(inDoubt(create("A1")));

        assertThat(written.effect()).isEqualTo(Effect.UPDATED);
        assertThat(written.externalId()).contains(system.externalId(there));
        assertThat(only("A1").field(system.nameField())).isEqualTo("Marker Ann");
        assertThat(tested.all()).hasSize(1);
    }

    @Test
    void aCreateInDoubtThatMeetsARowByItsMatchWritesNothing() {
        StoredObject there = alreadyThere(asStored(system.content(email("A1"), "Marker Older")));

        ReadRecord met = met(inDoubt(create("A1")));

        assertShows(met, there, "");
        assertThat(tested.all()).containsExactly(there);
    }

    @Test
    void aCreateInDoubtThatMeetsNoRowCreates() {
        assertThat(write(inDoubt(create("A1"))).effect()).isEqualTo(Effect.CREATED);
        assertThat(only("A1").field(system.emailField())).isEqualTo(email("A1"));
    }

    @Test
    void anUpdateSendsOnlyItsFields() {
        String id = created("A1");
        tested.update(only("A1"), Map.of(system.optionalField(), "marker edited"));
        long before = calls();

        Written written = write(update("A1", id, Map.of(system.nameField(), "Marker Newer"), CARRIED));

        assertThat(written.effect()).isEqualTo(Effect.UPDATED);
        assertThat(written.externalId()).contains(id);
        assertThat(written.shown().isPresent()).isEqualTo(visibility().showsWrites());
        assertThat(only("A1").field(system.nameField())).isEqualTo("Marker Newer");
        assertThat(only("A1").field(system.optionalField())).isEqualTo("marker edited");
        assertThat(only("A1").field(system.emailField())).isEqualTo(email("A1"));
        assertThat(calls() - before).isEqualTo(system.callsForAnUpdate());
    }

    @Test
    void anUpdateClearsAField() {
        String id = created("A1");
        tested.update(only("A1"), Map.of(system.optionalField(), "marker"));
        Map<String, @Nullable Object> cleared = new HashMap<>();
        cleared.put(system.optionalField(), null);

        write(update("A1", id, cleared, CARRIED));

        assertThat(only("A1").field(system.optionalField())).isEmpty();
        assertThat(only("A1").field(system.nameField())).isEqualTo("Marker Ann");
    }

    @Test
    void anUpdateOfARowThatIsNotThereIsGone() {
        String id = created("A1");
        tested.delete(only("A1"));

        Outcome outcome = connector.write(renamed("A1", id, CARRIED), scope());

        assertThat(outcome).isEqualTo(new Gone(Optional.empty()));
        assertThat(tested.all()).isEmpty();
    }

    @Test
    void anUpdateOfARowThatWasMergedNamesTheOtherRow() {
        String id = created("A1");
        StoredObject winner = alreadyThere(row("B2", "B2", "Marker Other"));
        Optional<String> into = tested.merge(only("A1"), winner);
        assumeTrue(into.isPresent(), "the system does not tell of merges");

        assertThat(connector.write(renamed("A1", id, CARRIED), scope())).isEqualTo(new Gone(into));
    }

    @Test
    void anUpdateNeverTouchesARowThatCarriesTheRecordIdUnderAnotherId() {
        StoredObject its = alreadyThere(asStored(system.content(email("other"), "Marker Older")));
        StoredObject another = alreadyThere(row("A1", "A1", "Marker Older"));

        write(renamed("A1", system.externalId(its), CARRIED));

        assertThat(tested.all()).hasSize(2).contains(another);
        assertThat(tested.having(system.nameField(), "Marker Newer"))
                .singleElement()
                .satisfies(row -> assertThat(row.field(system.recordIdField())).isEmpty());
    }

    @Test
    void anUpdateOfARowThatIsNotThereTouchesNoRowWithItsRecordId() {
        String id = created("A1");
        tested.delete(only("A1"));
        StoredObject another = alreadyThere(row("A1", "A1", "Marker Older"));
        assumeTrue(!system.externalId(another).equals(id), "the system gives an id out again");

        assertThat(connector.write(renamed("A1", id, CARRIED), scope())).isEqualTo(new Gone(Optional.empty()));
        assertThat(tested.all()).containsExactly(another);
    }

    @Test
    void anUpdateWritesTheRecordIdWhereItIsNotCarried() {
        StoredObject there = alreadyThere(asStored(content("A1")));

        write(renamed("A1", system.externalId(there), NOT_CARRIED));

        assertThat(only("A1").id()).isEqualTo(there.id());
        assertThat(only("A1").field(system.nameField())).isEqualTo("Marker Newer");
    }

    @Test
    void anUnexpectedRowIsStale() {
        assumeTrue(system.comparesRows(), "the system cannot compare and write in one transaction");
        String id = created("A1");
        StoredObject before = only("A1");
        List<ReadRecord> asked = new ArrayList<>();
        Predicate<ReadRecord> never = row -> !asked.add(row);

        Outcome outcome = connector.write(renamed("A1", id, new Held(true, never)), scope());

        ReadRecord row = found(id, List.of(system.nameField()));
        assertThat(outcome).isInstanceOf(Stale.class);
        assertThat(List.of(((Stale) outcome).row(), asked.getFirst())).allSatisfy(seen -> {
            assertThat(seen.externalId()).isEqualTo(id);
            assertThat(seen.recordId()).contains("A1");
            assertThat(seen.modified()).isEqualTo(row.modified());
            assertThat(seen.content()).containsAllEntriesOf(row.content());
        });
        assertThat(only("A1")).isEqualTo(before);
    }

    @Test
    void mixedBatchesAnswerInOrder() {
        String updated = created("A1");
        String gone = created("A2");
        String deleted = created("A3");
        tested.delete(only("A2"));
        StoredObject met = alreadyThere(asStored(content("A4")));
        StoredObject known = alreadyThere(row("A5", "A5", "Marker Older"));

        List<Outcome> outcomes = writeAll(List.of(
                create("A4"),
                renamed("A2", gone, CARRIED),
                create("A6", badContent()),
                delete("A3", Optional.of(deleted)),
                renamed("A1", updated, CARRIED),
                create("A7"),
                inDoubt(create("A5")),
                upsert("A8")));

        assertThat(((Linked) outcomes.get(0)).row().externalId()).isEqualTo(system.externalId(met));
        assertThat(outcomes.get(1)).isEqualTo(new Gone(Optional.empty()));
        assertThat(refusal(outcomes.get(2)).kind()).isEqualTo(ErrorKind.PERMANENT);
        assertThat(outcomes.subList(3, 8).stream().map(ConnectorFixture::effect))
                .containsExactly(Effect.DELETED, Effect.UPDATED, Effect.CREATED, Effect.UPDATED, Effect.CREATED);
        assertThat(((Written) outcomes.get(4)).externalId()).contains(updated);
        assertThat(((Written) outcomes.get(6)).externalId()).contains(system.externalId(known));
        assertThat(only("A1").field(system.nameField())).isEqualTo("Marker Newer");
        assertThat(List.of("A2", "A3", "A4", "A6"))
                .allSatisfy(none -> assertThat(stored(none)).isEmpty());
    }

    @Test
    void aRefusedWriteNamesTheFieldsThatAreNotTaken() {
        String id = created("A1");

        ConnectorException created = failure(() -> write(create("A2", badContent())));
        ConnectorException updated = failure(() -> write(update("A1", id, badContent(), CARRIED)));

        assertThat(created.fields()).containsExactly(system.emailField());
        assertThat(updated.fields()).containsExactly(system.emailField());
        assertThat(only("A1").field(system.emailField())).isEqualTo(email("A1"));
    }

    @Test
    void findAnswersTheRowsThatAreThere() {
        List<StoredObject> there = tested.create(
                List.of(row("A1", "A1", "Marker 1"), row("", "A2", "Marker 2"), row("A3", "A3", "Marker 3")));
        tested.delete(there.getLast());
        List<String> ids = there.reversed().stream().map(system::externalId).toList();

        List<ReadRecord> rows = connector.find(system.object(), fields(), ids, scope());

        assertThat(rows).hasSize(2);
        assertThat(rows).anySatisfy(row -> assertShows(row, there.get(0), "A1"));
        assertThat(rows).anySatisfy(row -> assertShows(row, there.get(1), ""));
    }

    @Test
    void findShowsWhatARead() {
        created("A1");
        String id = created("A2");

        assertThat(firstRecords(fields())).contains(found(id, fields()));
    }

    @Test
    void findTakesAsManyIdsAsItSaysInOneCall() {
        int count = Math.min(MANY, visibility().largestFind());
        List<String> ids =
                tested
                        .create(IntStream.range(0, count)
                                .mapToObj(i -> row("A" + i, "A" + i, "Marker Ann"))
                                .toList())
                        .stream()
                        .map(system::externalId)
                        .toList();
        found(ids.getFirst(), fields());
        long before = calls();

        List<ReadRecord> rows = connector.find(system.object(), fields(), ids, scope());

        assertThat(rows).extracting(ReadRecord::externalId).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(calls() - before).isLessThanOrEqualTo(1);
    }

    @Test
    void findTellsAbsentFromNull() {
        String id = created("A1");

        ReadRecord row = found(id, List.of(system.nameField(), system.optionalField()));

        assertThat(row.content()).containsOnlyKeys(system.nameField(), system.optionalField());
        assertThat(row.content().get(system.optionalField())).isNull();
        assertThat(row.content().get(system.nameField())).hasToString("Marker Ann");
    }

    @Test
    void aReadTellsAbsentFromNullToo() {
        created("A1");
        List<String> fields = List.of(system.nameField(), system.optionalField());

        ReadRecord row = firstRecords(fields).getFirst();
        assertThat(row.content()).containsOnlyKeys(system.nameField(), system.optionalField());
        assertThat(row.content().get(system.optionalField())).isNull();
    }

    @Test
    void aRowThatWasMergedIsFoundAsSuch() {
        created("A1");
        StoredObject loser = only("A1");
        StoredObject winner = alreadyThere(row("B2", "B2", "Marker Other"));
        Optional<String> into = tested.merge(loser, winner);
        assumeTrue(into.isPresent(), "the system does not tell of merges");

        List<ReadRecord> rows = connector.find(
                system.object(), fields(), List.of(system.externalId(loser), into.orElseThrow()), scope());

        assertThat(rows)
                .containsExactlyInAnyOrder(
                        ReadRecord.merged(system.externalId(loser), into.orElseThrow()),
                        found(into.orElseThrow(), fields()));
    }

    @Test
    void whatIsShownIsWhatFindShows() {
        assumeTrue(visibility().showsWrites(), "the answer to a write does not have the row");
        Map<String, @Nullable Object> content = content("A1");
        content.put(system.optionalField(), "marker");

        ReadRecord created = shown(create("A1", content));
        assertSame(created, found(created.externalId(), List.copyOf(content.keySet())));

        content.put(system.optionalField(), null);
        ReadRecord updated = shown(update("A1", created.externalId(), content, CARRIED));
        assertSame(updated, found(created.externalId(), List.copyOf(content.keySet())));
    }

    @Test
    void whatIsFoundAndShownShowsNoContentInTexts() {
        String id = created("A1");

        assertShowsNothing(found(id, fields()).toString());
        assertShowsNothing(connector.write(renamed("A1", id, CARRIED), scope()).toString());
        assertShowsNothing(connector.write(create("A1"), scope()).toString());
    }

    /** The records of the first page that has any. */
    private List<ReadRecord> firstRecords(List<String> fields) {
        Read read = new Read(Read.Feed.CHANGES, system.object(), fields, Cursor.BEGINNING, 10);
        Page page = connector.read(read, scope());
        while (page.records().isEmpty() && !page.last()) {
            page = connector.read(read.from(page.next()), scope());
        }
        return page.records();
    }

    /** The answer may have more fields than were sent. */
    private static void assertSame(ReadRecord shown, ReadRecord found) {
        assertThat(shown.externalId()).isEqualTo(found.externalId());
        assertThat(shown.recordId()).isEqualTo(found.recordId());
        assertThat(shown.modified()).isEqualTo(found.modified());
        assertThat(shown.content()).containsAllEntriesOf(found.content());
    }

    /** @param recordId the record id that the row carries; empty for none */
    private void assertShows(ReadRecord row, StoredObject stored, String recordId) {
        assertThat(row.externalId()).isEqualTo(system.externalId(stored));
        assertThat(row.recordId().orElse("")).isEqualTo(recordId);
        assertThat(row.deleted()).isFalse();
        fields().forEach(field -> assertThat(row.content().get(field)).hasToString(stored.field(field)));
    }

    private Visibility visibility() {
        return connector.capabilities().reading().visibility();
    }

    /** Where our record id cannot be searched by, only the rule's match finds a row. */
    private boolean isFoundByRecordId() {
        return connector.capabilities().writing().identity() != Capabilities.Identity.MATCH;
    }

    private List<String> fields() {
        return List.of(system.nameField(), system.emailField());
    }

    private ReadRecord found(String id, List<String> fields) {
        List<ReadRecord> rows = connector.find(system.object(), fields, List.of(id), scope());
        assertThat(rows).hasSize(1);
        return rows.getFirst();
    }

    private ReadRecord met(Write create) {
        Outcome outcome = connector.write(create, scope());
        assertThat(outcome).isInstanceOf(Linked.class);
        return ((Linked) outcome).row();
    }

    private ReadRecord shown(Write write) {
        return write(write).shown().orElseThrow();
    }

    private String created(String recordId) {
        return write(create(recordId)).externalId().orElseThrow();
    }

    /** @param recordId the record id that the row carries; empty for none */
    private Map<String, String> row(String recordId, String emailOf, String name) {
        Map<String, String> row = asStored(system.content(email(emailOf), name));
        if (!recordId.isEmpty()) {
            row.put(system.recordIdField(), recordId);
        }
        return row;
    }

    private Write renamed(String recordId, String id, Held held) {
        return update(recordId, id, Map.of(system.nameField(), "Marker Newer"), held);
    }
}
