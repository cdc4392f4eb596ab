package io.recordsync.store.ledger;

import static io.recordsync.store.Events.R1;
import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.store.Events;
import io.recordsync.store.ledger.Acceptance.Result;
import io.recordsync.store.ledger.Merge.Merged;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Random changes in random order. */
class MergePropertiesTest {

    private static final String LOG = "kafka:crm/0";

    /** The content of a change before it gets a version. */
    record Said(
            boolean delete, boolean create, boolean snapshot, Map<String, @Nullable Object> fields, Version.Kind kind) {

        Change at(Events events, long version) {
            return change(events, Events.version(version), null);
        }

        /** The change with a version of its own kind. */
        Change byItsClock(Events events, long version) {
            return change(events, new Version(kind, BigDecimal.valueOf(version)), null);
        }

        Change inLog(Events events, long offset, long version) {
            return change(events, Events.version(version), new LogPlace(LOG, offset));
        }

        private Change change(Events events, Version version, @Nullable LogPlace place) {
            Change.Operation operation =
                    delete ? Change.Operation.DELETE : create ? Change.Operation.CREATE : Change.Operation.UPDATE;
            Change.Form form = snapshot ? Change.Form.SNAPSHOT : Change.Form.PATCH;
            return events.change(operation, form, version, fields, Set.of(), place);
        }
    }

    @Property(tries = 3000, seed = "1")
    void oneSourcesChangesLeaveTheSameRecordInWhateverOrderTheyArrive(
            @ForAll("history") List<Said> history, @ForAll long order) {
        List<Change> right = changes(history, R1);
        List<Change> arrived = shuffled(right, order);
        Image expected = merge(Image.none(R1.key()), right);
        Image image = merge(Image.none(R1.key()), arrived);
        assertThat(image.fields()).isEqualTo(expected.fields());
        assertThat(image.deleted()).isEqualTo(expected.deleted());
    }

    @Property(tries = 1000, seed = "2")
    void aRecordHasWhatTheNewestChangeSaysOfEachField(@ForAll("history") List<Said> history, @ForAll long order) {
        assertHasWhatTheNewestSays(merge(Image.none(R1.key()), shuffled(changes(history, R1), order)), history);
    }

    @Property(tries = 1000, seed = "7")
    void inTheOrderOfArrivalARecordHasWhatTheNewestChangeSaysByWhateverClock(@ForAll("history") List<Said> history) {
        List<Change> changes = IntStream.range(0, history.size())
                .mapToObj(n -> history.get(n).byItsClock(R1, n + 1))
                .toList();
        assertHasWhatTheNewestSays(merge(Image.none(R1.key()), changes), history);
    }

    @Property(tries = 1000, seed = "8")
    void inTheOrderOfALogARecordHasWhatTheNewestChangeSaysWhateverItsVersion(
            @ForAll("history") List<Said> history, @ForAll long order) {
        Random versions = new Random(order);
        List<Change> changes = IntStream.range(0, history.size())
                .mapToObj(n -> history.get(n).inLog(R1, n, versions.nextInt(4)))
                .toList();
        assertHasWhatTheNewestSays(merge(Image.none(R1.key()), changes), history);
    }

    private static void assertHasWhatTheNewestSays(Image image, List<Said> history) {
        Map<String, @Nullable Object> expected = new LinkedHashMap<>();
        boolean deleted = false;
        for (Said said : history) {
            deleted = said.delete();
            if (said.delete() || said.snapshot()) {
                expected.clear();
            }
            if (!said.delete()) {
                expected.putAll(said.fields());
            }
        }
        assertThat(image.deleted()).isEqualTo(deleted);
        assertThat(image.fields()).isEqualTo(expected);
    }

    @Property(tries = 1000, seed = "3")
    void aChangeOfAnySourceAppliedTwiceIsAppliedOnce(@ForAll("sources") List<List<Said>> sources, @ForAll long order) {
        Image image = Image.none(R1.key());
        for (Change change : shuffled(ofAll(sources), order)) {
            Merged once = Merging.apply(image, change);
            Merged twice = Merging.apply(once.image(), change);
            assertThat(twice.image()).isEqualTo(once.image());
            assertThat(twice.result()).isNotEqualTo(Result.CHANGED);
            image = once.image();
        }
    }

    @Property(tries = 1000, seed = "4")
    void theRevisionRisesByOneWhenTheImageAltersAndElseNot(
            @ForAll("sources") List<List<Said>> sources, @ForAll long order) {
        Image before = Image.none(R1.key());
        for (Change change : shuffled(ofAll(sources), order)) {
            Merged merged = Merging.apply(before, change);
            Image after = merged.image();
            boolean altered = before.life() != after.life()
                    || before.deleted() != after.deleted()
                    || !before.fields().equals(after.fields());
            assertThat(after.revision()).isEqualTo(before.revision() + (altered ? 1 : 0));
            assertThat(merged.result() == Result.CHANGED).isEqualTo(altered);
            before = after;
        }
    }

    @Property(tries = 1000, seed = "5")
    void whatIsOlderThanADeleteOfItsSourceAltersNothingAfterwards(
            @ForAll("sources") List<List<Said>> sources, @ForAll long order) {
        List<Change> arrived = shuffled(ofAll(sources), order);
        Image image = merge(Image.none(R1.key()), arrived);
        for (Change again : arrived) {
            if (isOutdated(again, arrived)) {
                assertThat(Merging.apply(image, again).image()).isEqualTo(image);
            }
        }
    }

    @Property(tries = 500, seed = "6")
    void anImageComesBackFromItsJsonAsItWas(@ForAll("sources") List<List<Said>> sources, @ForAll long order) {
        Image image = merge(Image.none(R1.key()), shuffled(ofAll(sources), order));
        assertThat(JsonColumns.fields(JsonColumns.fields(image.fields()))).isEqualTo(image.fields());
        assertThat(JsonColumns.versions(JsonColumns.versions(image.versions()))).isEqualTo(image.versions());
    }

    @Provide
    Arbitrary<List<Said>> history() {
        return said().list().ofMinSize(1).ofMaxSize(8);
    }

    @Provide
    Arbitrary<List<List<Said>>> sources() {
        return history().list().ofMinSize(1).ofMaxSize(3);
    }

    private static Arbitrary<Said> said() {
        Arbitrary<Boolean> seldom =
                Arbitraries.frequency(net.jqwik.api.Tuple.of(1, true), net.jqwik.api.Tuple.of(4, false));
        return Combinators.combine(
                        seldom, seldom, Arbitraries.of(true, false), fields(), Arbitraries.of(Version.Kind.class))
                .as(Said::new);
    }

    private static Arbitrary<Map<String, @Nullable Object>> fields() {
        Arbitrary<String> names = Arbitraries.of("a", "b", "", "__proto__", "a.b", "ключ", "\uD83D\uDE00", "sources");
        Arbitrary<@Nullable Object> values = Arbitraries.of(
                        0L, 1L, "1", true, new BigDecimal("1.5"), List.of(1L), Map.of("a", 1L))
                .injectNull(0.1)
                .map(v -> v);
        return Arbitraries.maps(names, values).ofMinSize(1).ofMaxSize(4).map(map -> map);
    }

    private static List<Change> changes(List<Said> history, Events events) {
        return IntStream.range(0, history.size())
                .mapToObj(n -> history.get(n).at(events, n + 1))
                .toList();
    }

    /** The changes of all sources. Each source has versions of all kinds. */
    private static List<Change> ofAll(List<List<Said>> sources) {
        return IntStream.range(0, sources.size())
                .boxed()
                .flatMap(n -> byTheirClocks(sources.get(n), R1.from("source" + n)))
                .toList();
    }

    private static Stream<Change> byTheirClocks(List<Said> history, Events events) {
        return IntStream.range(0, history.size()).mapToObj(n -> history.get(n).byItsClock(events, n + 1));
    }

    /** Whether a newer change from the same source deletes the whole record. */
    private static boolean isOutdated(Change change, List<Change> all) {
        return all.stream()
                .filter(other -> other.source().equals(change.source()))
                .filter(other -> other.operation() == Change.Operation.DELETE)
                .anyMatch(other -> Objects.requireNonNull(change.version()).isOlderThan(other.version()));
    }

    private static List<Change> shuffled(List<Change> changes, long order) {
        List<Change> shuffled = new ArrayList<>(changes);
        Collections.shuffle(shuffled, new Random(order));
        return shuffled;
    }

    private static Image merge(Image image, List<Change> changes) {
        Image merged = image;
        for (Change change : changes) {
            merged = Merging.apply(merged, change).image();
        }
        return merged;
    }
}
