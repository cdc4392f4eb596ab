package io.recordsync.connectors.salesforce;

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
import io.recordsync.simulator.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SalesforceReadingTest extends ReadingContract {

    SalesforceReadingTest() {
        super(new SalesforceUnderTest());
    }

    @Test
    void moreThanTheLargestPageIsReadInPages() {
        contacts(SalesforceReads.MAX_PAGE + 5);
        Reader reader = new Reader(Cursor.BEGINNING, 100_000);

        Page first = connector.read(changes(Cursor.BEGINNING, 100_000), scope());
        reader.readToTheEnd(page -> {});

        assertThat(first.records()).hasSize(SalesforceReads.MAX_PAGE);
        assertThat(reader.seen).hasSize(SalesforceReads.MAX_PAGE + 5);
    }

    @Test
    void aChangeThatComesToLightTenMinutesLateIsReadByTheNextRead() {
        contacts("A", 1);
        Reader reader = new Reader(Cursor.BEGINNING, 10);
        tested.pass(Duration.ofMinutes(9));
        contacts("B", 1);
        reader.readToTheEnd(page -> {});

        reader.seen.clear();
        reader.readToTheEnd(page -> {});

        assertThat(reader.seen.values())
                .extracting(found -> found.recordId().orElseThrow())
                .contains("A0", "B0");
    }

    @Test
    void fieldsAreReadByTheNamesThatTheRuleHas() {
        contacts(1);

        ReadRecord found = connector
                .read(
                        new Read(
                                Read.Feed.CHANGES, "Contact", List.of("lastname", "id", "Title"), Cursor.BEGINNING, 10),
                        scope())
                .records()
                .getFirst();

        assertThat(found.content()).containsEntry("lastname", "Marker Ann").containsEntry("id", found.externalId());
        assertThat(found.content()).containsEntry("Title", null);
    }

    @Test
    void deletesOfOnePageAfterAnotherAreAllRead() {
        List<StoredObject> some = contacts(7);
        tested.pass(Duration.ofMinutes(2));
        some.forEach(tested::delete);
        tested.pass(Duration.ofMinutes(2));
        Reader reader = new Reader(new Read(Read.Feed.DELETES, "Contact", List.of(), Cursor.BEGINNING, 2));

        reader.readToTheEnd(page -> {});
        assertThat(reader.seen).hasSize(7);

        reader.seen.clear();
        tested.delete(contacts("N", 1).getFirst());
        tested.pass(Duration.ofMinutes(2));
        reader.readToTheEnd(page -> {});
        assertThat(reader.seen).hasSize(1);
    }

    @Test
    void anObjectOfTheOrgsOwnIsWrittenReadAndDescribed() {
        Write write = new Write(
                Write.Operation.UPSERT,
                "Subscription__c",
                "s1",
                Optional.empty(),
                Map.of("Name", "Gold", "Status__c", "live"),
                Optional.empty());

        assertThat(write(write).effect()).isEqualTo(Effect.CREATED);
        Page page = connector.read(
                new Read(Read.Feed.CHANGES, "Subscription__c", List.of("Status__c"), Cursor.BEGINNING, 10), scope());
        assertThat(page.records().getFirst().recordId()).contains("s1");
        assertThat(page.records().getFirst().content()).containsEntry("Status__c", "live");
        assertThat(connector.describe("Subscription__c", scope()).fields())
                .extracting(Field::name)
                .contains("Status__c", "RecordsyncId__c");
    }

    @Test
    void aDescriptionTellsWhatIsRequiredUniqueAndHowLong() {
        ObjectSchema schema = connector.describe("Contact", scope());

        assertThat(schema.live()).isTrue();
        assertThat(field(schema, "LastName"))
                .isEqualTo(new Field("LastName", "Last Name", "string", true, true, false, OptionalInt.of(80)));
        assertThat(field(schema, "RecordsyncId__c").unique()).isTrue();
        assertThat(field(schema, "SystemModstamp").writable()).isFalse();
        assertThat(field(schema, "SystemModstamp").required()).isFalse();
    }

    @Test
    void deletesBeforeWhatSalesforceRemembersAskForAFullRead() {
        Read read = new Read(
                Read.Feed.DELETES,
                "Contact",
                List.of(),
                Cursor.since(Instant.now().minus(Duration.ofDays(16))),
                10);

        assertThat(failure(() -> connector.read(read, scope()))).hasMessageContaining("Read all records again");
    }

    private static Field field(ObjectSchema schema, String name) {
        return schema.fields().stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
