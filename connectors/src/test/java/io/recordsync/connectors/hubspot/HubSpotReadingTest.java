package io.recordsync.connectors.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.Cursor;
import io.recordsync.connectors.ObjectSchema;
import io.recordsync.connectors.ObjectSchema.Field;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.ReadingContract;
import io.recordsync.connectors.Write;
import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.store.StoredObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubSpotReadingTest extends ReadingContract {

    HubSpotReadingTest() {
        super(new HubSpotUnderTest("v3"));
    }

    @BeforeEach
    void withoutQuota() {
        simulator().plan(AccountPlan.UNLIMITED);
    }

    @Test
    void moreThanOneQueryShowsIsReadWholeThoughAllShareOneTime() {
        contacts(10_300);
        Reader reader = new Reader(Cursor.BEGINNING, 1_000);

        reader.readToTheEnd(page -> {});

        assertThat(reader.seen).hasSize(10_300);
    }

    @Test
    void moreThanOneQueryShowsIsReadWholeThoughGroupsShareTheirTimes() {
        for (int group = 0; group < 70; group++) {
            contacts("G" + group + "-", 150);
            tested.pass(Duration.ofMillis(1));
        }
        Reader reader = new Reader(Cursor.BEGINNING, 1_000);

        reader.readToTheEnd(page -> {});

        assertThat(reader.seen).hasSize(10_500);
    }

    @Test
    void aChangeThatSearchesFindFiveMinutesLateIsReadByTheNextRead() {
        contacts("A", 1);
        tested.pass(Duration.ofMinutes(4));
        contacts("B", 1);
        Reader reader = new Reader(Cursor.BEGINNING, 10);
        reader.readToTheEnd(page -> {});

        reader.seen.clear();
        reader.readToTheEnd(page -> {});

        assertThat(reader.seen.values())
                .extracting(found -> found.recordId().orElseThrow())
                .contains("A0", "B0");
    }

    @Test
    void whatChangedLongAgoIsNotReadAgain() {
        contacts(5);
        tested.pass(Duration.ofHours(1));
        Reader reader = new Reader(Cursor.BEGINNING, 10);
        reader.readToTheEnd(page -> {});

        reader.seen.clear();
        reader.readToTheEnd(page -> {});

        assertThat(reader.seen).isEmpty();
    }

    @Test
    void deletesAreFoundThoughTheirListHasNoOrderByTime() {
        List<StoredObject> some = contacts(250);
        some.subList(100, 240).reversed().forEach(tested::delete);
        Reader reader = new Reader(new Read(Read.Feed.DELETES, "contacts", List.of(), Cursor.BEGINNING, 1_000));
        reader.readToTheEnd(page -> {});
        assertThat(reader.seen).hasSize(140);
        assertThat(reader.seen.values())
                .extracting(found -> found.recordId().orElseThrow())
                .contains("R100", "R239");

        reader.seen.clear();
        tested.pass(Duration.ofHours(1));
        reader.readToTheEnd(page -> {});
        tested.delete(some.get(50));
        tested.pass(Duration.ofSeconds(1));
        reader.seen.clear();
        reader.readToTheEnd(page -> {});

        assertThat(reader.seen.keySet()).containsExactly(some.get(50).id());
    }

    @Test
    void deletesDuringTheReadAreSeenInItOrInTheNext() {
        List<StoredObject> some = contacts(300);
        IntStream.range(0, 300).filter(i -> i % 2 == 1).forEach(i -> tested.delete(some.get(i)));
        Reader reader = new Reader(new Read(Read.Feed.DELETES, "contacts", List.of(), Cursor.BEGINNING, 50));

        reader.readToTheEnd(page -> tested.delete(some.get(2 * page)));
        reader.readToTheEnd(page -> {});

        assertThat(reader.seen).containsKeys(some.get(0).id(), some.get(1).id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"p4711_subscriptions", "2-4711001"})
    void aCustomObjectIsWrittenReadAndDescribed(String object) {
        Write write = new Write(
                Write.Operation.UPSERT,
                object,
                "s1",
                Optional.empty(),
                Map.of("subscription_name", "Gold"),
                Optional.empty());

        assertThat(write(write).effect()).isEqualTo(Effect.CREATED);
        Page page = connector.read(
                new Read(Read.Feed.CHANGES, object, List.of("subscription_name"), Cursor.BEGINNING, 10), scope());
        ReadRecord found = page.records().getFirst();
        assertThat(found.recordId()).contains("s1");
        assertThat(found.content()).containsEntry("subscription_name", "Gold");
        assertThat(connector.describe(object, scope()).fields())
                .extracting(Field::name)
                .contains("subscription_name", "recordsync_id");
    }

    @Test
    void aDescriptionTellsWhatIsUniqueAndWhatCannotBeWritten() {
        ObjectSchema schema = connector.describe("contacts", scope());

        assertThat(schema.live()).isTrue();
        assertThat(field(schema, "recordsync_id").unique()).isTrue();
        assertThat(field(schema, "lastmodifieddate").writable()).isFalse();
        assertThat(field(schema, "lastname").writable()).isTrue();
    }

    private static Field field(ObjectSchema schema, String name) {
        return schema.fields().stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
