package io.recordsync.store.ledger;

import static io.recordsync.store.Events.R1;
import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.store.Events;
import io.recordsync.store.ledger.Acceptance.Result;
import io.recordsync.store.ledger.Change.Form;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.store.ledger.Merge.Merged;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A producer that repeats what another source has replaced says nothing new; everybody else does. */
class RepeatingProducersTest {

    private static final Map<String, @Nullable Object> OPEN = Map.of("name", "Ann", "status", "open");
    private static final Events SALES = R1.from(Sources.ofSystem("salesforce"));

    @Test
    void aSnapshotThatRepeatsAReplacedValueKeepsTheOther() {
        Image image = merge(R1.snapshot(1, OPEN), edit(SALES, "status", "closed"));

        Merged again = Merging.apply(image, R1.snapshot(2, OPEN));

        assertThat(again.result()).isEqualTo(Result.UNCHANGED);
        assertThat(again.image().fields()).containsEntry("status", "closed");
    }

    @Test
    void anotherValueCountsAndSoDoesTheFormerOneAfterIt() {
        Image image = merge(
                R1.snapshot(1, OPEN),
                edit(SALES, "status", "closed"),
                R1.snapshot(2, Map.of("name", "Ann", "status", "lost")),
                R1.snapshot(3, OPEN));

        assertThat(image.fields()).containsEntry("status", "open");
    }

    @Test
    void aPatchOfAProducerCountsBecauseItNamesTheField() {
        Image image =
                merge(R1.snapshot(1, OPEN), edit(SALES, "status", "closed"), R1.patch(2, Map.of("status", "open")));

        assertThat(image.fields()).containsEntry("status", "open");
    }

    @Test
    void aFieldThatIsLeftOutAndComesAgainCounts() {
        Image image = merge(
                R1.snapshot(1, OPEN),
                edit(SALES, "status", "closed"),
                R1.snapshot(2, Map.of("name", "Ann")),
                R1.snapshot(3, OPEN));

        assertThat(image.fields()).containsEntry("status", "open");
    }

    @Test
    void whatASnapshotDoesNotCoverStaysReplaced() {
        Image image = merge(
                R1.snapshot(1, OPEN),
                edit(SALES, "status", "closed"),
                R1.change(
                        Operation.UPDATE,
                        Form.SNAPSHOT,
                        Events.version(2),
                        Map.of("name", "Ann"),
                        Set.of("status"),
                        null),
                R1.snapshot(3, OPEN));

        assertThat(image.fields()).containsEntry("status", "closed");
    }

    @Test
    void anEditBackToAFormerValueCounts() {
        Image image = merge(
                R1.snapshot(1, OPEN),
                edit(SALES, "status", "closed"),
                edit(R1.from(Sources.ofSystem("hubspot")), "status", "open"),
                edit(SALES, "status", "closed"));

        assertThat(image.fields()).containsEntry("status", "closed");
    }

    @Test
    void aLateSnapshotTakesNothingBackThatItsSourceHasSaidSince() {
        Image image = merge(
                R1.snapshot(5, OPEN),
                R1.patch(7, Map.of("status", "won")),
                edit(SALES, "status", "closed"),
                R1.snapshot(6, OPEN),
                R1.snapshot(8, Map.of("name", "Ann", "status", "won")));

        assertThat(image.fields()).containsEntry("status", "closed");
    }

    @Test
    void aValueThatAnotherSourceHasConfirmedIsReplacedWithIt() {
        Image image = merge(
                R1.snapshot(1, OPEN),
                edit(SALES, "status", "open"),
                edit(SALES, "status", "closed"),
                R1.snapshot(2, OPEN));

        assertThat(image.fields()).containsEntry("status", "closed");
    }

    @Test
    void aValueComesBackIfTheOtherSourceTakesItsOwnAway() {
        Events billing = R1.from("billing");
        Image image = merge(
                R1.snapshot(1, OPEN),
                billing.snapshot(1, Map.of("status", "closed")),
                billing.snapshot(2, Map.of("city", "Ulm")));
        assertThat(image.fields()).doesNotContainKey("status");

        assertThat(merge(image, R1.snapshot(2, OPEN)).fields()).containsEntry("status", "open");
    }

    @Test
    void aDeleteEndsWhatWasReplaced() {
        Image image = merge(R1.snapshot(1, OPEN), edit(SALES, "status", "closed"), R1.delete(2), R1.create(3, OPEN));

        assertThat(image.fields()).isEqualTo(OPEN);
        assertThat(image.versions().of("crm").overruled()).isEmpty();
    }

    @Test
    void theTimeOfAFieldIsThatOfTheChangeThatSetIt() {
        Instant edited = Instant.parse("2026-01-20T17:16:48Z");
        Image image = merge(R1.snapshot(1, OPEN), edit(SALES, "status", "closed", edited));

        assertThat(image.versions().timeOf("status")).contains(edited);
        assertThat(image.versions().timeOf("name")).contains(Merging.NOW);
        assertThat(merge(image, R1.patch(2, Map.of("status", "lost")))
                        .versions()
                        .timeOf("status"))
                .contains(Merging.NOW);
    }

    @Test
    void theTimeOfAVersionCountsToo() {
        Instant noon = Instant.parse("2026-01-20T12:00:00.5Z");
        Image image = merge(R1.change(Operation.CREATE, Form.SNAPSHOT, Version.ofTime(noon), OPEN));

        assertThat(image.versions().timeOf("status")).contains(noon);
        assertThat(merge(image, R1.patch(7, Map.of("name", "Bob"))).versions().timeOf("status"))
                .as("a source that uses two kinds of version")
                .isEmpty();
        assertThat(Version.lowest(Version.Kind.TIME).time()).isEmpty();
    }

    private static Change edit(Events source, String field, String value) {
        return source.change(Operation.UPDATE, Form.PATCH, null, Map.of(field, value));
    }

    private static Change edit(Events source, String field, String value, Instant at) {
        Change edit = edit(source, field, value);
        return new Change(
                edit.eventKey(),
                edit.key(),
                edit.source(),
                edit.operation(),
                edit.form(),
                null,
                edit.fields(),
                Set.of(),
                null,
                edit.door(),
                at);
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
