package io.recordsync.store.ledger;

import static io.recordsync.store.Events.R1;
import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.store.Events;
import io.recordsync.store.ledger.Acceptance.Result;
import io.recordsync.store.ledger.Change.Form;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.store.ledger.Merge.Merged;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Changes from logs that keep the order in which their source made them, as Debezium's topics do. */
class LogOrderTest {

    private static final String LOG = "kafka:crm/0";
    private static final String OTHER_LOG = "kafka:crm/1";
    private static final Events OTHER_SOURCE = R1.from("rest");

    @Test
    void whatStandsLaterInALogIsNewerAlsoWithALowerVersion() {
        Image before = merge(row(LOG, 7, 900, "Ann"));
        Change lower = row(LOG, 8, 26, "Bob");
        assertThat(Merging.isStepBack(before, lower)).isTrue();
        assertThat(merge(before, lower).fields()).isEqualTo(Map.of("name", "Bob"));
    }

    @Test
    void aDeleteThatStandsLaterInALogIsNewerAlsoWithALowerVersion() {
        Image image = merge(row(LOG, 7, 900, "Ann"), delete(LOG, 8, 26));
        assertThat(image.deleted()).isTrue();
    }

    @Test
    void afterAStepBackTheLowerVersionIsWhatOthersAreComparedWith() {
        Image image = merge(row(LOG, 7, 900, "Ann"), row(LOG, 8, 26, "Bob"));
        assertThat(Merging.isStepBack(image, row(LOG, 9, 27, "Cid"))).isFalse();
        assertThat(merge(image, row(OTHER_LOG, 1, 27, "Cid")).fields()).isEqualTo(Map.of("name", "Cid"));
        assertSuperseded(image, row(OTHER_LOG, 1, 25, "Cid"));
    }

    @Test
    void aHigherVersionInALogIsNoStepBack() {
        Image before = merge(row(LOG, 7, 900, "Ann"));
        assertThat(Merging.isStepBack(before, row(LOG, 8, 900, "Bob"))).isFalse();
        assertThat(Merging.isStepBack(before, row(LOG, 8, 901, "Bob"))).isFalse();
    }

    @Test
    void betweenLogsTheVersionDecides() {
        Image before = merge(row(LOG, 7, 900, "Ann"));
        assertSuperseded(before, row(OTHER_LOG, 8, 899, "Bob"));
        assertThat(merge(before, row(OTHER_LOG, 1, 901, "Bob")).fields()).isEqualTo(Map.of("name", "Bob"));
    }

    @Test
    void whatIsReadAgainIsOlderByItsVersion() {
        Image before = merge(row(LOG, 7, 900, "Ann"));
        assertSuperseded(before, row(LOG, 7, 899, "Bob"));
        assertSuperseded(before, row(LOG, 6, 899, "Bob"));
        assertSuperseded(before, delete(LOG, 6, 899));
    }

    @Test
    void aTopicThatBeginsAnewHidesNothingThatIsNewer() {
        Image image = merge(row(LOG, 7, 900, "Ann"), row(LOG, 0, 901, "Bob"));
        assertThat(image.fields()).isEqualTo(Map.of("name", "Bob"));
        assertThat(merge(image, row(LOG, 1, 20, "Cid")).fields()).isEqualTo(Map.of("name", "Cid"));
    }

    @Test
    void aVersionFromBeforePlacesWereKeptStillOutdates() {
        Image before = merge(R1.snapshot(900, Map.of("name", "Ann")));
        assertSuperseded(before, row(LOG, 7, 899, "Bob"));
        assertThat(merge(before, row(LOG, 7, 901, "Bob")).fields()).isEqualTo(Map.of("name", "Bob"));
    }

    @Test
    void whatComesByADoorWithoutOrderIsComparedByItsVersion() {
        Image image = merge(row(LOG, 7, 900, "Ann"), R1.snapshot(901, Map.of("name", "Bob")));
        assertThat(image.fields()).isEqualTo(Map.of("name", "Bob"));
        assertSuperseded(image, row(LOG, 8, 900, "Ann"));
    }

    @Test
    void anUnspokenFieldIsNeitherSetNorTakenAway() {
        Image image = merge(
                change(Operation.CREATE, 1, 1, Map.of("name", "Ann", "notes", "long", "phone", "1")),
                change(Operation.UPDATE, 2, 2, Map.of("name", "Bob"), "notes"));
        assertThat(image.fields()).isEqualTo(Map.of("name", "Bob", "notes", "long"));
    }

    @Test
    void anOlderChangeThatComesLateStillSetsWhatTheNewerDidNotSpeakOf() {
        Change newer = change(Operation.UPDATE, 2, 2, Map.of("name", "Bob"), "notes");
        Change older = change(Operation.UPDATE, 1, 1, Map.of("name", "Ann", "notes", "long"));
        Image image = merge(newer, older);
        assertThat(image.fields()).isEqualTo(Map.of("name", "Bob", "notes", "long"));
        assertSuperseded(image, change(Operation.UPDATE, 0, 0, Map.of("name", "Old", "notes", "old")));
        assertThat(merge(newer, delete(LOG, 1, 1)).fields()).isEqualTo(Map.of("name", "Bob"));
    }

    @Test
    void anObservedRecordIsMadeWhereThereIsNone() {
        Image image = merge(change(Operation.OBSERVED, 1, 1, Map.of("name", "Ann")));
        assertThat(image.life()).isOne();
        assertThat(image.fields()).isEqualTo(Map.of("name", "Ann"));
    }

    @Test
    void anObservedRecordIsMergedAsAnUpdateIs() {
        Image before = merge(change(Operation.CREATE, 1, 1, Map.of("name", "Ann", "phone", "1")));
        assertThat(merge(before, change(Operation.OBSERVED, 2, 2, Map.of("name", "Bob")))
                        .fields())
                .isEqualTo(Map.of("name", "Bob"));
    }

    @Test
    void anObservedRecordThatAnotherSourceDeletedStaysDeleted() {
        Image before = merge(change(Operation.CREATE, 1, 1, Map.of("name", "Ann")), OTHER_SOURCE.delete(1));
        assertSuperseded(before, change(Operation.OBSERVED, 2, 2, Map.of("name", "Ann")));
        assertThat(merge(before, change(Operation.CREATE, 3, 3, Map.of("name", "Bob")))
                        .fields())
                .isEqualTo(Map.of("name", "Bob"));
    }

    @Test
    void anObservedRecordThatItsOwnSourceDeletedLivesAgain() {
        Image before = merge(change(Operation.CREATE, 1, 1, Map.of("name", "Ann")), delete(LOG, 2, 2));
        assertThat(merge(before, change(Operation.OBSERVED, 3, 3, Map.of("name", "Bob")))
                        .life())
                .isEqualTo(2);
    }

    private static Change row(String log, long offset, long version, String name) {
        return at(new LogPlace(log, offset), Operation.UPDATE, version, Map.of("name", name), Set.of());
    }

    private static Change delete(String log, long offset, long version) {
        return at(new LogPlace(log, offset), Operation.DELETE, version, Map.of(), Set.of());
    }

    private static Change change(
            Operation operation, long offset, long version, Map<String, @Nullable Object> fields, String... unspoken) {
        return at(new LogPlace(LOG, offset), operation, version, fields, Set.of(unspoken));
    }

    private static Change at(
            LogPlace place,
            Operation operation,
            long version,
            Map<String, @Nullable Object> fields,
            Set<String> unspoken) {
        return R1.change(operation, Form.SNAPSHOT, Events.version(version), fields, unspoken, place);
    }

    private static void assertSuperseded(Image before, Change change) {
        assertThat(Merging.apply(before, change)).isEqualTo(new Merged(before, Result.SUPERSEDED));
    }

    private static Image merge(Change... changes) {
        return merge(Image.none(R1.key()), changes);
    }

    private static Image merge(Image image, Change... changes) {
        Image merged = image;
        for (Change change : changes) {
            merged = Merging.apply(merged, change).image();
        }
        return merged;
    }
}
