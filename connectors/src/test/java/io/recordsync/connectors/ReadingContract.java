package io.recordsync.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.recordsync.connectors.Capabilities.Feed;
import io.recordsync.simulator.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every connector reads of a system that others write to: all of it, whatever happens between two pages. */
public abstract class ReadingContract extends ConnectorFixture {

    private static final int MANY = 25;
    private static final int MAX_PAGES = 500;
    private static final Duration MOMENT = Duration.ofSeconds(1);

    protected ReadingContract(SystemUnderTest system) {
        super(system);
    }

    @Test
    void allRecordsAreReadFromTheBeginning() {
        assumeReadable();
        contacts(MANY);

        Reader reader = new Reader(Cursor.BEGINNING, 10);
        reader.readToTheEnd(page -> {});

        assertThat(reader.seen.keySet()).isEqualTo(ids());
        reader.seen.values().forEach(found -> {
            StoredObject stored = stored(found);
            assertThat(found.recordId()).contains(stored.field(system.recordIdField()));
            assertThat(found.content().get(system.nameField())).hasToString(stored.field(system.nameField()));
            assertThat(found.content().get(system.emailField())).hasToString(stored.field(system.emailField()));
            assertThat(found.deleted()).isFalse();
        });
    }

    @Test
    void aRecordThatIsNotOursHasNoRecordId() {
        assumeReadable();
        Map<String, String> foreign = asStored(content("A1"));
        foreign.remove(system.recordIdField());
        StoredObject there = alreadyThere(foreign);

        Reader reader = new Reader(Cursor.BEGINNING, 10);
        reader.readToTheEnd(page -> {});

        assertThat(reader.seen.get(there.id()).recordId()).isEmpty();
    }

    @Test
    void nothingThereIsAnEmptyRead() {
        assumeReadable();

        Reader reader = new Reader(Cursor.BEGINNING, 10);
        reader.readToTheEnd(page -> {});

        assertThat(reader.seen).isEmpty();
    }

    @Test
    void aPageHoldsNoMoreThanIsAskedFor() {
        assumeReadable();
        contacts(MANY);

        assertThat(connector.read(changes(Cursor.BEGINNING, 7), scope()).records())
                .hasSizeBetween(0, 7);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void equalTimesAcrossThePagesLoseNothing(int perPage) {
        assumeReadable();
        contacts(10);

        Reader reader = new Reader(Cursor.BEGINNING, perPage);
        reader.readToTheEnd(page -> {});

        assertThat(reader.seen.keySet()).isEqualTo(ids());
    }

    @Test
    void aLaterReadGoesOnWhereTheLastOneEnded() {
        assumeReadable();
        List<StoredObject> old = contacts(MANY);
        boolean passed = tested.pass(Duration.ofHours(2));
        StoredObject newest = contacts("N", 1).getFirst();
        Reader reader = new Reader(Cursor.BEGINNING, 10);
        reader.readToTheEnd(page -> {});

        reader.seen.clear();
        tested.pass(MOMENT);
        tested.update(old.getFirst(), Map.of(system.nameField(), "Marker Changed"));
        tested.pass(MOMENT);
        reader.readToTheEnd(page -> {});

        assertThat(nameSeen(reader, old.getFirst())).hasToString("Marker Changed");
        assertThat(feed() == Feed.FULL || !passed || reader.seen.size() <= 2)
                .as("what was read long ago is not read again")
                .isTrue();
        assertThat(newest.id()).isNotEmpty();
    }

    @Test
    void aReadFromATimeHasWhatChangedSince() {
        assumeReadable();
        assumeTrue(feed() != Feed.FULL && feed() != Feed.CURSOR, "the system knows no times");
        List<StoredObject> old = contacts(5);
        assumeTrue(tested.pass(Duration.ofHours(2)), "the system's clock cannot be set");
        StoredObject newest = contacts("N", 1).getFirst();

        Reader reader = new Reader(Cursor.since(newest.modified()), 10);
        reader.readToTheEnd(page -> {});

        assertThat(reader.seen).containsKey(newest.id());
        assertThat(reader.seen).doesNotContainKey(old.getFirst().id());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void writesDuringTheReadAreSeenInItOrInTheNext(long seed) {
        assumeReadable();
        Random random = new Random(seed);
        contacts(MANY);
        Reader reader = new Reader(Cursor.BEGINNING, 1 + random.nextInt(8));

        reader.readToTheEnd(page -> {
            if (page < 15) {
                writeSomething(random, page);
            }
        });
        tested.pass(MOMENT);
        reader.readToTheEnd(page -> {});

        Map<String, String> held = new HashMap<>();
        tested.all().forEach(object -> held.put(object.id(), object.field(system.nameField())));
        Map<String, String> seen = new HashMap<>();
        held.keySet().forEach(id -> seen.put(id, String.valueOf(nameSeen(reader, id))));
        assertThat(seen).isEqualTo(held);
    }

    private void writeSomething(Random random, int page) {
        List<StoredObject> all = tested.all();
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            StoredObject any = all.get(random.nextInt(all.size()));
            tested.update(any, Map.of(system.nameField(), "Marker " + page + "." + i));
        }
        if (random.nextBoolean()) {
            contacts("W" + page, 1 + random.nextInt(3));
        }
        if (random.nextInt(3) > 0) {
            tested.pass(Duration.ofMillis(random.nextInt(1_500)));
        }
    }

    @Test
    void deletesAreReadWhereTheSystemTells() {
        assumeReadable();
        List<StoredObject> some = contacts(5);
        Read deletes = new Read(
                Read.Feed.DELETES,
                system.object(),
                List.of(),
                Cursor.since(Instant.now().minusSeconds(600)),
                10);
        if (!connector.capabilities().reading().deletes()) {
            assertThat(failure(() -> connector.read(deletes, scope())).code()).isEqualTo("UNSUPPORTED");
            return;
        }
        tested.pass(Duration.ofMinutes(2));
        write(delete(
                some.get(1).field(system.recordIdField()),
                Optional.of(some.get(1).id())));
        write(delete(
                some.get(3).field(system.recordIdField()),
                Optional.of(some.get(3).id())));
        tested.pass(Duration.ofMinutes(2));

        Reader reader = new Reader(deletes);
        reader.readToTheEnd(page -> {});

        assertThat(reader.seen.keySet())
                .containsExactlyInAnyOrder(some.get(1).id(), some.get(3).id());
        assertThat(reader.seen.values()).allMatch(ReadRecord::deleted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "since:yesterday", "{}", "2026|", "'; drop table contacts; --", "|||||", "\u0000"})
    void aCursorThatIsNoneIsRefused(String text) {
        assumeReadable();

        assertThatThrownBy(() -> connector.read(changes(new Cursor(text), 10), scope()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(calls()).isZero();
    }

    @Test
    void whatCannotBeReadSaysSo() {
        assumeTrue(feed() == Feed.NONE, "it can be read");

        assertThat(failure(() -> connector.read(changes(Cursor.BEGINNING, 10), scope()))
                        .code())
                .isEqualTo("UNSUPPORTED");
    }

    @Test
    void aPageShowsNoContent() {
        assumeReadable();
        contacts(2);

        assertShowsNothing(
                connector.read(changes(Cursor.BEGINNING, 10), scope()).toString());
    }

    @Test
    void theFieldsOfAContactAreDescribed() {
        ObjectSchema schema = connector.describe(system.object(), scope());

        assertThat(schema.object()).isEqualTo(system.object());
        assertThat(schema.fields())
                .extracting(ObjectSchema.Field::name)
                .contains(system.nameField(), system.emailField());
        assertThat(schema.fields()).extracting(ObjectSchema.Field::name).doesNotHaveDuplicates();
    }

    @Test
    void anAccountThatWorksChecksGood() {
        CheckReport checkup = connector.check(List.of(system.object()), scope());

        assertThat(checkup.findings()).isNotEmpty();
        assertThat(checkup.isGood()).as(checkup.toString()).isTrue();
        assertShowsNothing(checkup.toString());
    }

    private void assumeReadable() {
        assumeTrue(feed() != Feed.NONE, "the system cannot be read");
    }

    private Feed feed() {
        return connector.capabilities().reading().feed();
    }

    protected List<StoredObject> contacts(int count) {
        return contacts("R", count);
    }

    /** With record ids, all made at one moment. */
    protected List<StoredObject> contacts(String prefix, int count) {
        return tested.create(IntStream.range(0, count)
                .mapToObj(i -> {
                    Map<String, String> contact = asStored(content(prefix + i));
                    contact.put(system.recordIdField(), prefix + i);
                    return contact;
                })
                .toList());
    }

    protected Read changes(Cursor from, int most) {
        return new Read(
                Read.Feed.CHANGES, system.object(), List.of(system.nameField(), system.emailField()), from, most);
    }

    private Set<String> ids() {
        Set<String> ids = new HashSet<>();
        tested.all().forEach(object -> ids.add(object.id()));
        return ids;
    }

    private StoredObject stored(ReadRecord found) {
        return tested.all().stream()
                .filter(object -> object.id().equals(found.externalId()))
                .findFirst()
                .orElseThrow();
    }

    private Object nameSeen(Reader reader, StoredObject object) {
        return nameSeen(reader, object.id());
    }

    private Object nameSeen(Reader reader, String id) {
        ReadRecord found = reader.seen.get(id);
        return found == null ? "never seen" : String.valueOf(found.content().get(system.nameField()));
    }

    /** Reads page by page, and keeps what it saw last of each record. */
    protected final class Reader {

        public final Map<String, ReadRecord> seen = new HashMap<>();
        private final List<Page> pages = new ArrayList<>();
        private Read read;

        public Reader(Cursor from, int perPage) {
            this(changes(from, perPage));
        }

        public Reader(Read read) {
            this.read = read;
        }

        /** @param between what happens after each page that is not the last */
        public void readToTheEnd(IntConsumer between) {
            for (int page = 0; page < MAX_PAGES; page++) {
                Page next = connector.read(read, scope());
                pages.add(next);
                next.records().forEach(found -> seen.put(found.externalId(), found));
                read = read.from(next.next());
                if (next.last()) {
                    return;
                }
                between.accept(page);
            }
            throw new AssertionError(String.format(Locale.ROOT, "the read did not end after %d pages", pages.size()));
        }
    }
}
