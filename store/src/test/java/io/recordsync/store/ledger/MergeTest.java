package io.recordsync.store.ledger;

import static io.recordsync.store.Events.R1;
import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.store.Events;
import io.recordsync.store.ledger.Acceptance.Result;
import io.recordsync.store.ledger.Change.Form;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.store.ledger.Merge.Merged;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MergeTest {

    private static final Events OTHER = R1.from("billing");

    @Test
    void theFirstChangeBeginsTheFirstLife() {
        Image image = merge(R1.create(1, Map.of("name", "Ann")));
        assertThat(image.revision()).isOne();
        assertThat(image.life()).isOne();
        assertThat(image.deleted()).isFalse();
        assertThat(image.fields()).isEqualTo(Map.of("name", "Ann"));
    }

    @Test
    void aNewerSnapshotTakesAwayWhatItLacks() {
        Image image = merge(R1.create(1, Map.of("name", "Ann", "phone", "1")), R1.snapshot(2, Map.of("name", "Ann")));
        assertThat(image.fields()).isEqualTo(Map.of("name", "Ann"));
    }

    @Test
    void aLateOlderSnapshotIsSuperseded() {
        Image before = merge(R1.snapshot(5, Map.of("name", "new")));
        assertThat(Merging.apply(before, R1.snapshot(4, Map.of("name", "old", "phone", "1"))))
                .isEqualTo(new Merged(before, Result.SUPERSEDED));
    }

    @Test
    void aLatePatchOfOtherFieldsKeepsBoth() {
        Image image = merge(R1.patch(5, Map.of("name", "new")), R1.patch(4, Map.of("name", "old", "phone", "1")));
        assertThat(image.fields()).isEqualTo(Map.of("name", "new", "phone", "1"));
    }

    @Test
    void aLatePatchOfAFieldThatANewerSnapshotTookAwayIsSuperseded() {
        Image before = merge(R1.snapshot(5, Map.of("name", "Ann")));
        assertThat(Merging.apply(before, R1.patch(4, Map.of("phone", "1"))).result())
                .isEqualTo(Result.SUPERSEDED);
    }

    @Test
    void aLateSnapshotTakesAwayWhatWasOlderAndKeepsWhatWasPatchedSince() {
        Image image =
                merge(R1.patch(1, Map.of("a", 1, "b", 1)), R1.patch(5, Map.of("b", 5)), R1.snapshot(3, Map.of("b", 3)));
        assertThat(image.fields()).isEqualTo(Map.of("b", 5L));
    }

    @Test
    void aLateSnapshotThatBringsNothingNewStillOutdatesWhatIsOlder() {
        Image image = merge(R1.patch(5, Map.of("a", 5)), R1.snapshot(3, Map.of("a", 3)), R1.patch(2, Map.of("b", 2)));
        assertThat(image.fields()).isEqualTo(Map.of("a", 5L));
    }

    @Test
    void aPatchedNullClearsAField() {
        Map<String, @Nullable Object> cleared = new LinkedHashMap<>();
        cleared.put("phone", null);
        Image image = merge(R1.create(1, Map.of("phone", "1")), R1.patch(2, cleared));
        assertThat(image.fields()).containsEntry("phone", null);
    }

    @Test
    void aDeleteBeforeItsCreateWins() {
        Image image = merge(R1.delete(2), R1.create(1, Map.of("name", "Ann")));
        assertThat(image.deleted()).isTrue();
        assertThat(image.fields()).isEmpty();
        assertThat(image.revision()).isOne();
    }

    @Test
    void aCreateAfterADeleteIsANewLifeWithNothingOfTheOld() {
        Image image = merge(
                R1.create(1, Map.of("name", "Ann", "phone", "1")), R1.delete(2), R1.create(3, Map.of("name", "Bob")));
        assertThat(image.deleted()).isFalse();
        assertThat(image.life()).isEqualTo(2);
        assertThat(image.fields()).isEqualTo(Map.of("name", "Bob"));
    }

    @Test
    void anUpdateFromTheSourceThatDeletedIsANewLifeToo() {
        Image image = merge(R1.create(1, Map.of("a", 1)), R1.delete(2), R1.patch(3, Map.of("b", 3)));
        assertThat(image.deleted()).isFalse();
        assertThat(image.fields()).isEqualTo(Map.of("b", 3L));
    }

    @Test
    void aDeleteThatWasOvertakenByItsCreateTakesTheOldLifeAwayAlone() {
        Image image = merge(
                R1.create(1, Map.of("name", "Ann", "phone", "1")), R1.patch(3, Map.of("name", "Bob")), R1.delete(2));
        assertThat(image.deleted()).isFalse();
        assertThat(image.fields()).isEqualTo(Map.of("name", "Bob"));
    }

    @Test
    void aDeleteThatWasOvertakenByASnapshotIsSuperseded() {
        Image before = merge(R1.create(3, Map.of("name", "Bob")));
        assertThat(Merging.apply(before, R1.delete(2))).isEqualTo(new Merged(before, Result.SUPERSEDED));
    }

    @Test
    void aSecondDeleteAltersNothing() {
        Image before = merge(R1.create(1, Map.of("a", 1)), R1.delete(2));
        Merged merged = Merging.apply(before, R1.delete(3));
        assertThat(merged.result()).isEqualTo(Result.UNCHANGED);
        assertThat(merged.image().revision()).isEqualTo(before.revision());
        assertThat(merge(merged.image(), R1.patch(2, Map.of("a", 2))).deleted()).isTrue();
    }

    @Test
    void withoutVersionsTheOrderOfArrivalCounts() {
        Image image = merge(
                R1.change(Operation.CREATE, Form.SNAPSHOT, null, Map.of("a", 1, "b", 1)),
                R1.change(Operation.UPDATE, Form.SNAPSHOT, null, Map.of("a", 2)),
                R1.change(Operation.UPDATE, Form.PATCH, null, Map.of("c", 3)));
        assertThat(image.fields()).isEqualTo(Map.of("a", 2L, "c", 3L));
    }

    @Test
    void aSourceThatChangesFromNumbersToTimesIsTakenAtItsOrderOfArrival() {
        Version time = Version.ofTime(Instant.parse("2026-01-20T17:16:48.933893Z"));
        Image image = merge(
                R1.snapshot(5, Map.of("a", 5)),
                R1.change(Operation.UPDATE, Form.SNAPSHOT, time, Map.of("a", 6)),
                R1.snapshot(6, Map.of("a", 7)));
        assertThat(image.fields()).isEqualTo(Map.of("a", 7L));
    }

    @Test
    void aDeleteByTheEventsClockDoesNotOutdateWhatTheRecordsClockSays() {
        Image image = merge(
                at(Operation.CREATE, recordTime("09:00"), Map.of("name", "Ann")),
                at(Operation.DELETE, eventTime("10:05"), Map.of()),
                at(Operation.CREATE, recordTime("10:02"), Map.of("name", "Bob")));
        assertThat(image.deleted()).isFalse();
        assertThat(image.fields()).isEqualTo(Map.of("name", "Bob"));
    }

    @Test
    void aDeleteByTheEventsClockKeepsWhatTheRecordsNumbersOutdate() {
        Image deleted = merge(R1.patch(12, Map.of("name", "Ann")), at(Operation.DELETE, eventTime("10:05"), Map.of()));
        assertThat(Merging.apply(deleted, R1.patch(11, Map.of("phone", "1"))))
                .isEqualTo(new Merged(deleted, Result.SUPERSEDED));
        Image alive = merge(deleted, R1.patch(13, Map.of("phone", "2")));
        assertThat(alive.fields()).isEqualTo(Map.of("phone", "2"));
        assertThat(Merging.apply(alive, R1.patch(11, Map.of("city", "Ulm"))).result())
                .isEqualTo(Result.SUPERSEDED);
    }

    @Test
    void aSnapshotByOneClockKeepsWhatWasSaidByAnother() {
        Image image = merge(
                R1.snapshot(5, Map.of("a", 5)),
                at(Operation.UPDATE, eventTime("10:05"), Map.of("a", 6)),
                R1.snapshot(7, Map.of("a", 7)));
        assertThat(merge(image, R1.snapshot(6, Map.of("a", 8))).fields()).isEqualTo(Map.of("a", 7L));
        assertThat(merge(image, at(Operation.UPDATE, eventTime("10:04"), Map.of("a", 8)))
                        .fields())
                .isEqualTo(Map.of("a", 7L));
        assertThat(merge(image, at(Operation.UPDATE, eventTime("10:06"), Map.of("a", 8)))
                        .fields())
                .isEqualTo(Map.of("a", 8L));
    }

    @Test
    void betweenSourcesWhatArrivesLaterWins() {
        Image image = merge(R1.snapshot(500, Map.of("a", 1, "b", 1)), OTHER.patch(2, Map.of("a", 2)));
        assertThat(image.fields()).isEqualTo(Map.of("a", 2L, "b", 1L));
    }

    @Test
    void aSourceDoesNotUndoWhatItSaidItselfWhoeverSpokeBetween() {
        Image image =
                merge(R1.snapshot(5, Map.of("a", 5)), OTHER.patch(1, Map.of("a", 1)), R1.snapshot(4, Map.of("a", 4)));
        assertThat(image.fields()).isEqualTo(Map.of("a", 1L));
    }

    @Test
    void aSnapshotTakesAwayOnlyWhatItsOwnSourceSet() {
        Image image = merge(
                R1.snapshot(1, Map.of("name", "Ann", "phone", "1", "city", "Ulm")),
                OTHER.patch(1, Map.of("iban", "x", "phone", "2")),
                R1.snapshot(2, Map.of("name", "Ann")));
        assertThat(image.fields()).isEqualTo(Map.of("name", "Ann", "iban", "x", "phone", "2"));
    }

    @Test
    void anotherSourcesUpdateDoesNotBringADeletedRecordBackButItsCreateDoes() {
        Image deleted = merge(R1.create(1, Map.of("a", 1)), OTHER.patch(7, Map.of("b", 1)), R1.delete(2));
        assertThat(Merging.apply(deleted, OTHER.patch(8, Map.of("b", 2))))
                .isEqualTo(new Merged(deleted, Result.SUPERSEDED));
        assertThat(merge(deleted, OTHER.create(8, Map.of("b", 2))).fields()).isEqualTo(Map.of("b", 2L));
    }

    @Test
    void aLateOlderCreateOfAnotherSourceDoesNotBringADeletedRecordBack() {
        Image deleted = merge(OTHER.patch(7, Map.of("b", 1)), R1.delete(2));
        assertThat(Merging.apply(deleted, OTHER.create(3, Map.of("b", 2))))
                .isEqualTo(new Merged(deleted, Result.SUPERSEDED));
    }

    @Test
    void numbersThatAreEqualAreNoChange() {
        Image before = merge(R1.snapshot(1, Map.of("a", 1, "b", 2.50, "c", new BigDecimal("1E+2"))));
        Merged merged = Merging.apply(
                before, R1.snapshot(2, Map.of("a", 1L, "b", new BigDecimal("2.5"), "c", new BigDecimal("100.00"))));
        assertThat(merged.result()).isEqualTo(Result.UNCHANGED);
    }

    @Test
    void aRecordThatWouldGrowWithoutEndRefusesTheChangeAndCanStillBeDeleted() {
        Image image = merge(R1.patch(1, fields("a", 1500)));
        assertThat(Merging.apply(image, R1.patch(2, fields("b", 1500)))).isEqualTo(new Merged(image, Result.REFUSED));
        assertThat(Merging.apply(image, R1.patch(2, Map.of("x", "y".repeat(1_000_000))))
                        .result())
                .isEqualTo(Result.REFUSED);
        assertThat(merge(image, R1.delete(3)).deleted()).isTrue();
    }

    @Test
    void aRecordOfWhichEveryEventHasAnotherSourceRefusesThemInTheEnd() {
        Change[] changes = IntStream.range(0, 100)
                .mapToObj(n -> R1.from("source" + n).patch(1, Map.of("a", n)))
                .toArray(Change[]::new);
        assertThat(Merging.apply(merge(changes), R1.from("one more").patch(1, Map.of("a", 1)))
                        .result())
                .isEqualTo(Result.REFUSED);
    }

    private static Change at(Operation operation, Version version, Map<String, @Nullable Object> fields) {
        return R1.change(operation, Form.SNAPSHOT, version, fields);
    }

    private static Version recordTime(String time) {
        return Version.ofTime(Instant.parse("2024-01-15T%s:00Z".formatted(time)));
    }

    private static Version eventTime(String time) {
        return Version.ofEventTime(Instant.parse("2024-01-15T%s:00Z".formatted(time)));
    }

    private static Map<String, @Nullable Object> fields(String prefix, int count) {
        return IntStream.range(0, count).boxed().collect(Collectors.toMap(n -> prefix + n, n -> n));
    }

    private static Image merge(Change... changes) {
        return merge(Image.none(R1.key()), changes);
    }

    private static Image merge(Image image, Change... changes) {
        List<Change> all = Arrays.asList(changes);
        Image merged = image;
        for (Change change : all) {
            merged = Merging.apply(merged, change).image();
        }
        return merged;
    }
}
