package io.recordsync.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.simulator.store.StoredObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every connector does with writes that its system takes, or that are at fault themselves. */
public abstract class ConnectorContract extends ConnectorFixture {

    protected ConnectorContract(SystemUnderTest system) {
        super(system);
    }

    @Test
    void aNewRecordIsCreatedWithAsFewCallsAsTheSystemAllows() {
        warmUp();
        long before = calls();

        Written written = write(upsert("A1"));

        assertThat(written.effect()).isEqualTo(Effect.CREATED);
        assertThat(written.externalId()).contains(system.externalId(only("A1")));
        assertThat(only("A1").field(system.emailField())).isEqualTo(email("A1"));
        assertThat(calls() - before).isEqualTo(system.callsForACreate());
    }

    @Test
    void aRecordWithAKnownIdIsUpdatedWithOneCall() {
        Optional<String> id = write(upsert("A1")).externalId();
        long before = calls();

        Written written = write(known(upsert("A1", system.content(email("A1"), "Marker Newer")), id));

        assertThat(written).isEqualTo(new Written(id, Effect.UPDATED));
        assertThat(only("A1").field(system.nameField())).isEqualTo("Marker Newer");
        assertThat(calls() - before).isEqualTo(system.callsForAnUpdate());
    }

    @Test
    void aRecordWhoseKnownIdIsGoneIsCreatedAnew() {
        Optional<String> id = write(upsert("A1")).externalId();
        tested.delete(only("A1"));

        Written written = write(known(upsert("A1"), id));

        assertThat(written.effect()).isEqualTo(Effect.CREATED);
        assertThat(written.externalId()).contains(system.externalId(only("A1")));
    }

    protected static Write known(Write write, Optional<String> id) {
        return new Write(
                write.operation(),
                write.object(),
                write.recordId(),
                id,
                write.content(),
                write.match(),
                write.revision(),
                write.inDoubt());
    }

    @Test
    void aKnownRecordIsUpdated() {
        String id = write(upsert("A1")).externalId().orElseThrow();

        Written written = write(upsert("A1", system.content(email("A1"), "Marker Newer")));

        assertThat(written).isEqualTo(new Written(Optional.of(id), Effect.UPDATED));
        assertThat(only("A1").field(system.nameField())).isEqualTo("Marker Newer");
    }

    @Test
    void anUpsertMadeTwiceLeavesOneRecord() {
        write(upsert("A1"));
        write(upsert("A1"));

        assertThat(tested.creates("A1")).isEqualTo(1);
    }

    @Test
    void aDeleteMadeTwiceIsFine() {
        Optional<String> id = write(upsert("A1")).externalId();

        assertThat(write(delete("A1", id)).effect()).isEqualTo(Effect.DELETED);
        assertThat(write(delete("A1", id)).effect()).isIn(Effect.DELETED, Effect.ABSENT);
        assertThat(write(delete("A1", Optional.empty())).effect()).isEqualTo(absent());
        assertThat(stored("A1")).isEmpty();
    }

    @Test
    void aDeleteOfARecordThatWasNeverThereIsAbsent() {
        Written written = write(delete("A1", Optional.empty()));

        assertThat(written.effect()).isEqualTo(absent());
        assertThat(written.externalId().isEmpty()).isEqualTo(system.holdsRecords());
    }

    private Effect absent() {
        return system.holdsRecords() ? Effect.ABSENT : Effect.DELETED;
    }

    private Effect linked() {
        return system.holdsRecords() ? Effect.LINKED : Effect.CREATED;
    }

    private void assumeRecords() {
        assumeTrue(system.holdsRecords(), "it takes messages alone");
    }

    @Test
    void aDeleteFindsTheRecordWithoutItsId() {
        write(upsert("A1"));

        assertThat(write(delete("A1", Optional.empty())).effect()).isEqualTo(Effect.DELETED);
        assertThat(stored("A1")).isEmpty();
    }

    @Test
    void aRecordComesToLifeAgainAfterItsDelete() {
        Optional<String> id = write(upsert("A1")).externalId();
        write(delete("A1", id));

        assertThat(write(upsert("A1")).effect()).isEqualTo(Effect.CREATED);
        assertThat(stored("A1")).hasSize(1);
    }

    @Test
    void aRecordAlreadyThereIsLinked() {
        assumeRecords();
        StoredObject there = alreadyThere(asStored(content("A1")));

        Written written = write(upsert("A1", system.content(email("A1"), "Marker Newer")));

        assertThat(written).isEqualTo(new Written(Optional.of(there.id()), Effect.LINKED));
        assertThat(only("A1").id()).isEqualTo(there.id());
        assertThat(only("A1").field(system.nameField())).isEqualTo("Marker Newer");
        assertThat(write(upsert("A1")).effect()).isEqualTo(Effect.UPDATED);
    }

    @Test
    void aRecordThatIsLinkedToAnotherRecordIdIsLeftAlone() {
        assumeRecords();
        Map<String, String> others = asStored(content("A1"));
        others.put(system.recordIdField(), "B2");
        StoredObject there = alreadyThere(others);

        ConnectorException refused = failure(() -> write(upsert("A1")));

        assertThat(refused.kind()).isEqualTo(ErrorKind.PERMANENT);
        assertThat(refused).hasMessageContaining("A1").hasMessageContaining(there.id());
        assertThat(only("B2")).isEqualTo(there);
    }

    @Test
    void aRecordThatIsThereTwiceOnceLinkedAndOnceLikeItIsRefused() {
        assumeRecords();
        Optional<String> id = write(upsert("A1")).externalId();
        StoredObject like = alreadyThere(asStored(content("other")));
        Write again = upsert("A1", content("other"));

        ConnectorException refused = failure(() -> write(isKnownByTheLedgerAlone() ? known(again, id) : again));

        assertThat(refused.kind()).isEqualTo(ErrorKind.PERMANENT);
        assertThat(refused).hasMessageContaining(like.id()).hasMessageContaining("Merge");
    }

    /** Where our record id cannot be searched by, nothing but the ledger tells that the record is there already. */
    private boolean isKnownByTheLedgerAlone() {
        return connector.capabilities().writing().identity() == Capabilities.Identity.MATCH;
    }

    @Test
    void aBatchSettlesAllButItsBadRow() {
        List<Outcome> outcomes = writeAll(List.of(upsert("A1"), upsert("A2", badContent()), upsert("A3")));

        assertThat(effect(outcomes.get(0))).isEqualTo(Effect.CREATED);
        assertThat(refusal(outcomes.get(1)).kind()).isEqualTo(ErrorKind.PERMANENT);
        assertThat(refusal(outcomes.get(1))).hasMessageContaining("A2").hasMessageContaining(system.emailField());
        assertThat(effect(outcomes.get(2))).isEqualTo(Effect.CREATED);
    }

    @Test
    void aBatchOfAllKindsAnswersInItsOrder() {
        Optional<String> updated = write(upsert("A1")).externalId();
        Optional<String> deleted = write(upsert("A2")).externalId();
        write(upsert("A3"));
        StoredObject linked = alreadyThere(asStored(content("A6")));

        List<Outcome> outcomes = writeAll(List.of(
                delete("A2", deleted),
                upsert("A1"),
                delete("A3", Optional.empty()),
                upsert("A4"),
                delete("A5", Optional.empty()),
                upsert("A6")));

        assertThat(outcomes.stream().map(ConnectorFixture::effect))
                .containsExactly(Effect.DELETED, Effect.UPDATED, Effect.DELETED, Effect.CREATED, absent(), linked());
        assertThat(((Written) outcomes.get(1)).externalId()).isEqualTo(updated);
        assertThat(!system.holdsRecords() || only("A6").id().equals(linked.id()))
                .isTrue();
        assertThat(stored("A2")).isEmpty();
        assertThat(stored("A3")).isEmpty();
    }

    @Test
    void aFullBatchTakesAsFewCallsAsTheSystemAllows() {
        warmUp();
        long before = calls();
        List<Write> writes = IntStream.range(
                        0, connector.capabilities().writing().largestBatch())
                .mapToObj(i -> upsert("R" + i))
                .toList();

        List<Outcome> outcomes = writeAll(writes);

        int last = writes.size() - 1;
        assertThat(outcomes.stream().map(ConnectorFixture::effect)).containsOnly(Effect.CREATED);
        assertThat(calls() - before).isEqualTo(system.callsForABatch());
        assertThat(((Written) outcomes.get(last)).externalId()).contains(system.externalId(only("R" + last)));
    }

    @Test
    void aFullBatchOfDeletesWithKnownIdsIsOneCallWhereThereAreBatches() {
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < connector.capabilities().writing().largestBatch(); i++) {
            writes.add(upsert("R" + i));
        }
        List<Outcome> created = writeAll(writes);
        long before = calls();

        List<Write> deletes = IntStream.range(0, writes.size())
                .mapToObj(i -> delete("R" + i, ((Written) created.get(i)).externalId()))
                .toList();

        assertThat(writeAll(deletes).stream().map(ConnectorFixture::effect)).containsOnly(Effect.DELETED);
        if (connector.capabilities().writing().batch() == Capabilities.BatchForm.ONE_CALL) {
            assertThat(calls() - before).isEqualTo(system.callsForAnUpdate());
        }
        assertThat(tested.all()).isEmpty();
    }

    /** Its reply was lost, so that the ledger still has the id of the one before it. */
    @Test
    void aBatchDeletesTheRecordThatWasMadeInPlaceOfOneThatIsGone() {
        Optional<String> gone = write(upsert("A1")).externalId();
        tested.delete(only("A1"));
        write(known(upsert("A1"), gone));
        Optional<String> there = write(upsert("A2")).externalId();

        List<Outcome> outcomes = writeAll(List.of(inDoubt(delete("A1", gone)), delete("A2", there)));

        assertThat(outcomes.stream().map(ConnectorFixture::effect)).containsOnly(Effect.DELETED);
        assertThat(tested.all()).isEmpty();
    }

    @Test
    void aDeleteInDoubtFindsTheRecordThatWasMadeInPlaceOfOneThatIsGone() {
        Optional<String> gone = write(upsert("A1")).externalId();
        tested.delete(only("A1"));
        write(known(upsert("A1"), gone));

        assertThat(write(inDoubt(delete("A1", gone))).effect()).isEqualTo(Effect.DELETED);
        assertThat(tested.all()).isEmpty();
    }

    @Test
    void aBatchMayBeEmptyButNeitherTooLargeNorMixedNorOfOneRecordTwice() {
        Write account =
                new Write(Write.Operation.UPSERT, "Account", "A2", Optional.empty(), Map.of(), Optional.empty());
        List<Write> tooMany = IntStream.rangeClosed(
                        0, connector.capabilities().writing().largestBatch())
                .mapToObj(i -> upsert("R" + i))
                .toList();

        assertThat(writeAll(List.of())).isEmpty();
        assertThatThrownBy(() -> writeAll(tooMany)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writeAll(List.of(upsert("A1"), account))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writeAll(List.of(upsert("A1"), upsert("A1"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(calls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Zoë Müller-Łukasiewicz", "陳大文", "😀 O'Brien \"\\ <b>&amp;", "a\tb\nc", "  blanks  "})
    void aValueArrivesAsItIs(String name) {
        write(upsert("A1", system.content(email("A1"), name)));

        assertThat(only("A1").field(system.nameField())).isEqualTo(name);
    }

    @Test
    void nullAndEmptyClearAField() {
        write(upsert("A1", with(system.optionalField(), "marker")));
        assertThat(only("A1").field(system.optionalField())).isEqualTo("marker");
        write(upsert("A1", with(system.optionalField(), null)));
        assertThat(only("A1").field(system.optionalField())).isEmpty();

        write(upsert("A1", with(system.optionalField(), "marker")));
        write(upsert("A1", with(system.optionalField(), "")));
        assertThat(only("A1").field(system.optionalField())).isEmpty();
    }

    @Test
    void aVeryLongValueArrivesWholeOrIsRefusedForGood() {
        String name = MARKER.repeat(20_000);

        List<Outcome> outcomes = writeAll(List.of(upsert("A1", system.content(email("A1"), name)), upsert("A2")));

        switch (outcomes.getFirst()) {
            case Written written ->
                assertThat(only("A1").field(system.nameField())).isEqualTo(name);
            case Outcome outcome -> assertThat(refusal(outcome).kind()).isEqualTo(ErrorKind.PERMANENT);
        }
        assertThat(effect(outcomes.getLast())).isEqualTo(Effect.CREATED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"..", ".", "a/b", "x@email.inc", "100%", "%2F", "a b+c", "O'Brien\\", "é陳😀", "?q#f;p", "Id", "-"
            })
    void anyRecordIdIsKept(String recordId) {
        Written created = write(upsert(recordId));
        assertThat(created.externalId()).contains(system.externalId(only(recordId)));
        assertThat(write(upsert(recordId)).effect()).isEqualTo(Effect.UPDATED);
        assertThat(writeAll(List.of(upsert(recordId)))).hasSize(1);
        assertThat(write(delete(recordId, Optional.empty())).effect()).isEqualTo(Effect.DELETED);
        assertThat(tested.all()).isEmpty();
    }

    /** As two tenants write it that share an account. */
    @Test
    void oneIdOfTwoTenantsIsTwoRecords() {
        List<String> recordIds = List.of("A1", "tenant-a/A1", "tenant-b/A1");

        assertThat(writeAll(recordIds.stream().map(this::upsert).toList()).stream()
                        .map(ConnectorFixture::effect))
                .containsOnly(Effect.CREATED);
        assertThat(recordIds.stream().map(this::upsert).map(this::write).map(Written::effect))
                .containsOnly(Effect.UPDATED);

        assertThat(recordIds.stream().map(this::only).map(StoredObject::id)).doesNotHaveDuplicates();
        assertThat(write(delete("tenant-a/A1", Optional.empty())).effect()).isEqualTo(Effect.DELETED);
        assertThat(stored("tenant-a/A1")).isEmpty();
        assertThat(only("A1").field(system.emailField())).isEqualTo(email("A1"));
        assertThat(only("tenant-b/A1").field(system.emailField())).isEqualTo(email("tenant-b/A1"));
    }

    /**
     * Two tenants that share an account have a record of the same person. The second one neither takes over the first
     * one's record nor creates another.
     */
    @Test
    void aRecordOfOneTenantIsNotLinkedByAnother() {
        assumeRecords();
        write(upsert("tenant-a/A1", content("shared")));
        StoredObject there = only("tenant-a/A1");

        ConnectorException refused = failure(() -> write(upsert("tenant-b/A1", content("shared"))));

        assertThat(refused.kind()).isEqualTo(ErrorKind.PERMANENT);
        assertThat(only("tenant-a/A1")).isEqualTo(there);
        assertThat(stored("tenant-b/A1")).isEmpty();
    }

    @Test
    void aMatchThatLooksLikeAQueryFindsNothingElse() {
        assumeRecords();
        StoredObject there = alreadyThere(asStored(content("B1")));
        Write write = new Write(
                Write.Operation.UPSERT,
                system.object(),
                "A1",
                Optional.empty(),
                content("B1"),
                Optional.of(new Write.Match(system.emailField(), "x' OR Id != '' OR Email = '")));

        assertThat(tested.all()).hasSize(1);
        assertNoOtherRecordIsTouched(write, there);
    }

    /** A system that names the record in the way needs no match; where nothing is unique, nothing is in the way. */
    private void assertNoOtherRecordIsTouched(Write write, StoredObject other) {
        try {
            Effect effect = write(write).effect();
            assertThat(effect == Effect.LINKED || tested.all().contains(other)).isTrue();
        } catch (ConnectorException refused) {
            assertThat(refused.kind()).isEqualTo(ErrorKind.PERMANENT);
            assertShowsNothing(refused);
        }
    }

    @Test
    void theAddressOfARecordIsThatOfAPage() {
        assertThat(connector.recordUrl(system.object(), "0031"))
                .startsWith(tested.pages())
                .satisfies(this::assertShowsNothing);
    }

    @Test
    void aWriteAndItsOutcomeShowNoContent() {
        Write write = upsert("A1");

        assertShowsNothing(write.toString());
        assertShowsNothing(write(write).toString());
        assertShowsNothing(connector.toString());
        assertShowsNothing(connector.capabilities().toString());
    }

    private Map<String, @Nullable Object> with(String field, @Nullable Object value) {
        Map<String, @Nullable Object> content = new HashMap<>(content("A1"));
        content.put(field, value);
        return content;
    }
}
