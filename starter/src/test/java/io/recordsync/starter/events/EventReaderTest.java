package io.recordsync.starter.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.recordsync.settings.TenantSettings;
import io.recordsync.starter.events.Reading.Ignored;
import io.recordsync.starter.events.Reading.Readable;
import io.recordsync.starter.events.Reading.Unreadable;
import io.recordsync.store.ledger.Change;
import io.recordsync.store.ledger.Change.Form;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.store.ledger.LogPlace;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.ledger.Version;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {

    @Test
    void theCustomerSampleIsAPatchOfAContact() {
        Change change = change(Samples.CUSTOMER);
        assertThat(change.key()).isEqualTo(new RecordKey("default", "contact", "b99f5f46-ee92-4f2b-bb6a-ba073e24a138"));
        assertThat(change.eventKey()).isEqualTo("internal-system 5fd42ba7-8870-589e-b35f-b2626a4ab391");
        assertThat(change.source()).isEqualTo("internal-system");
        assertThat(change.operation()).isEqualTo(Operation.UPDATE);
        assertThat(change.form()).isEqualTo(Form.PATCH);
        assertThat(change.version()).isEqualTo(Version.ofTime(Instant.parse("2026-01-20T17:16:48.933893Z")));
        assertThat(change.fields())
                .containsExactly(
                        entry("name", "Test Customer"),
                        entry("email", "test.customer@example.com"),
                        entry("status", "active"),
                        entry("type", "customer"));
        assertThat(change.door()).isEqualTo("kafka:crm/0@7");
    }

    @Test
    void theIncompleteCustomerEventIsUnreadable() {
        assertThat(reason(Samples.INCOMPLETE_CUSTOMER)).isEqualTo("event_type is missing");
    }

    @Test
    void theRecordSampleIsASnapshot() {
        Change change = change(Samples.RECORD);
        assertThat(change.key()).isEqualTo(new RecordKey("default", "contact", "A1234"));
        assertThat(change.eventKey()).hasSize(64);
        assertThat(change.source()).isEqualTo("crm");
        assertThat(change.operation()).isEqualTo(Operation.CREATE);
        assertThat(change.form()).isEqualTo(Form.SNAPSHOT);
        assertThat(change.version()).isEqualTo(Version.ofTime(Instant.parse("2024-01-15T10:30:00.123456Z")));
        assertThat(change.fields())
                .containsExactly(
                        entry("name", "Alice Smith"),
                        entry("email", "alice.smith@example.com"),
                        entry("phone", "+1-555-123-4567"),
                        entry("created_at", "2024-01-15T10:30:00.123456"),
                        entry("type", "lead"));
    }

    @Test
    void aStructuredCloudEventIsAPatch() {
        Change change = change(Samples.CLOUD);
        assertThat(change.key()).isEqualTo(new RecordKey("default", "contact", "A1234"));
        assertThat(change.eventKey()).isEqualTo("/crm e-1");
        assertThat(change.form()).isEqualTo(Form.PATCH);
        assertThat(change.version()).isEqualTo(Version.ofEventTime(Instant.parse("2024-01-15T10:30:00Z")));
        assertThat(change.fields()).containsExactly(entry("name", "Alice Smith"), entry("type", "lead"));
    }

    @Test
    void aBinaryCloudEventHasItsAttributesInHeaders() {
        Map<String, String> headers = Map.of(
                "ce_specversion",
                "1.0",
                "ce_id",
                "e-2",
                "ce_source",
                "/crm",
                "ce_type",
                "x.created",
                "ce_subject",
                "account/7");
        byte[] data = "{\"name\":\"Acme\",\"contact\":\"lead\"}".getBytes(StandardCharsets.UTF_8);

        Change change = change(Samples.READER.read(Samples.message(data, headers)));

        assertThat(change.key()).isEqualTo(new RecordKey("default", "account", "7"));
        assertThat(change.version()).isNull();
        assertThat(change.fields()).containsExactly(entry("name", "Acme"), entry("contact", "lead"));
    }

    @Test
    void aBinaryCloudEventMayDeleteWithoutData() {
        Map<String, String> headers = Map.of(
                "ce_specversion",
                "1.0",
                "ce_id",
                "e-3",
                "ce_source",
                "/crm",
                "ce_type",
                "x.deleted",
                "ce_subject",
                "contact/7");
        Reading reading = Samples.READER.read(new EventMessage("crm", "d", headers, null));
        assertThat(change(reading).operation()).isEqualTo(Operation.DELETE);
    }

    @Test
    void aDebeziumEventHasTheLogPositionAsItsVersion() {
        Change change = change(Samples.DEBEZIUM);
        assertThat(change.key()).isEqualTo(new RecordKey("default", "contact", "17"));
        assertThat(change.eventKey()).startsWith("crm/public.customers n:24023128 u ");
        assertThat(change.version()).isEqualTo(Version.ofNumber(new BigDecimal("24023128")));
        assertThat(change.form()).isEqualTo(Form.SNAPSHOT);
        assertThat(change.fields()).containsExactly(entry("name", "Alice Smith"), entry("type", "lead"));
    }

    @Test
    void aDebeziumEventNeedsNoWrapper() {
        String envelope = "{\"before\":{\"id\":17},\"after\":null,\"op\":\"d\",\"source\":{\"name\":\"crm\","
                + "\"schema\":\"public\",\"table\":\"customers\",\"lsn\":\"24023129\"}}";
        assertThat(change(envelope).operation()).isEqualTo(Operation.DELETE);
        assertThat(change(envelope).version()).isEqualTo(Version.ofNumber(new BigDecimal("24023129")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"lsn":9}                                            | {"lsn":10}
            {"file":"bin.000009","pos":900,"row":7}              | {"file":"bin.000010","pos":4,"row":0}
            {"file":"bin.000010","pos":4,"row":0}                | {"file":"bin.000010","pos":4,"row":1}
            {"change_lsn":"00000027:00000758:0005"}              | {"change_lsn":"00000027:00000758:000a"}
            {"change_lsn":null,"commit_lsn":"00000027:00000758:0005"} | {"change_lsn":"00000028:00000001:0001"}
            {"commit_lsn":"00000027:00000758:0005","change_lsn":"00000027:00000758:0004"} | \
            {"commit_lsn":"00000027:00000758:0006","change_lsn":"00000027:00000758:0001"}
            {"commit_lsn":"00000027:00000758:0005","change_lsn":"00000027:00000758:0003"} | \
            {"commit_lsn":"00000027:00000758:0005","change_lsn":"00000027:00000758:0004"}
            {"scn":"99"}                                         | {"scn":"100"}
            {"commit_scn":"120","scn":"100"}                     | {"commit_scn":"121","scn":"99"}
            {"commit_scn":"120","scn":"99"}                      | {"commit_scn":"120","scn":"100"}
            """)
    void aLaterLogPositionIsTheNewerVersion(String earlier, String later) throws UnreadableException {
        assertThat(position(earlier).isOlderThan(position(later))).isTrue();
    }

    private static Version position(String source) throws UnreadableException {
        return LogPosition.of(Body.parse(source.getBytes(StandardCharsets.UTF_8)))
                .orElseThrow();
    }

    @Test
    void aTombstoneIsIgnored() {
        assertThat(Samples.READER.read(new EventMessage("crm", "d", Map.of(), null)))
                .isEqualTo(new Ignored(Optional.empty()));
    }

    @Test
    void aTopicMayBeSetToOneFormat() {
        EventReader reader =
                new EventReader(List.of(TopicFormat.valueOf("crm=record")), List.of(), "?", new TenantSettings(false));
        assertThat(reader.read(Samples.message(Samples.CUSTOMER))).isEqualTo(new Unreadable("operation is missing"));
        assertThat(reader.read(Samples.message(Samples.RECORD))).isInstanceOf(Readable.class);
    }

    @Test
    void theCustomerIdOfTheMetadataIsTheTenantWhereTenantsShareTheAccounts() {
        assertThat(Samples.SHARED_READER.read(Samples.message(Samples.ofTenant("acme"))))
                .isInstanceOfSatisfying(
                        Readable.class,
                        event -> assertThat(event.change().key().tenant()).isEqualTo("acme"));
    }

    @Test
    void anEventOfATenantWithoutConnectionIsUnreadableAndItsReasonDoesNotShowTheTenant() {
        assertThat(Samples.read(Samples.ofTenant("acme")))
                .isInstanceOfSatisfying(
                        Unreadable.class,
                        event -> assertThat(event.reason())
                                .startsWith("its tenant has no connection")
                                .contains("SYNC_SHARED_ACCOUNTS")
                                .doesNotContain("acme"));
        assertThat(Samples.read(Samples.ofTenant("default"))).isInstanceOf(Readable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"system/salesforce", "person/resolve", "recordsync/resend"})
    void noProducerSpeaksAsASystemAPersonOrRecordsyncItself(String source) {
        assertThat(Samples.read(Samples.ofSource(source)))
                .isInstanceOfSatisfying(
                        Unreadable.class,
                        event -> assertThat(event.reason()).startsWith("its source begins with system/"));
        assertThat(Samples.read(Samples.ofSource("my/" + source))).isInstanceOf(Readable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../evil corp",
                "acme/emea",
                "evil \u202e corp",
                "a\u200bb",
                "a\\nb",
                "a\\u0000b",
                "a\u2028b",
                "\ue000",
                " "
            })
    void aTenantsNameHasPrintableCharactersAloneAndNoSlash(String tenant) {
        assertThat(Samples.SHARED_READER.read(Samples.message(Samples.ofTenant(tenant))))
                .isInstanceOf(Unreadable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme", "Acme Corp. (EMEA)", "M\u00fcller & S\u00f6hne", "\u5317\u4eac"})
    void anOrdinaryNameOfATenantIsTaken(String tenant) {
        assertThat(Samples.SHARED_READER.read(Samples.message(Samples.ofTenant(tenant))))
                .isInstanceOf(Readable.class);
    }

    /**
     * Systems store the record id of the default tenant unchanged. For other tenants they store the tenant, a slash and
     * the record id.
     */
    @Test
    void aRecordIdWithASlashIsRefusedWhereItCouldBeTakenForAnotherTenants() {
        String event = Samples.RECORD.replace("A1234", "acme/A1234");

        assertThat(Samples.read(event)).isInstanceOf(Readable.class);
        assertThat(Samples.SHARED_READER.read(Samples.message(event)))
                .isInstanceOfSatisfying(
                        Unreadable.class,
                        refused -> assertThat(refused.reason()).contains("must have no slash"));
    }

    @ParameterizedTest
    @CsvSource({
        "17,n:17",
        "'\"17\"',n:17",
        "1.5,n:1.5",
        "'\"2024-01-15T10:30:00\"',t:1705314600",
        "'\"2024-01-15T12:30:00+02:00\"',t:1705314600",
        "'\"2024-01-15T10:30:00.5Z\"',t:1705314600.5",
        "'\"2024-01-15T10:30:00+0000\"',t:1705314600"
    })
    void versionsAreNumbersOrTimesOrTheirText(String json, String version) {
        String event =
                Samples.CUSTOMER.replace("\"version\":\"2026-01-20T17:16:48.933893+00:00\"", "\"version\":" + json);
        assertThat(change(event).version()).hasToString(version);
    }

    @Test
    void emptyTextIsNullAndUnknownDataIsKept() {
        Change change = change("{\"record\":\"deals\",\"operation\":\"update\",\"x\":1,"
                + "\"item\":{\"id\":5,\"a\":\"\",\"b\":{\"c\":[\"\",1.50,null,true]}}}");
        assertThat(change.key()).isEqualTo(new RecordKey("default", "deal", "5"));
        assertThat(change.fields()).containsEntry("a", null);
        assertThat(change.fields().get("b"))
                .isEqualTo(Map.of("c", java.util.Arrays.asList(null, new BigDecimal("1.5"), null, true)));
    }

    @Test
    void theEventsOwnTimeStandsInForTheRecordsAsAVersionOfItsOwnKind() {
        String made = "\"2024-01-15T10:30:00\"";
        assertThat(change("{\"record\":\"contacts\",\"operation\":\"delete\",\"timestamp\":%s,\"item\":{\"id\":5}}"
                                .formatted(made))
                        .version())
                .hasToString("e:1705314600");
        assertThat(change(Samples.CUSTOMER.replace("\"version\"", "\"other\"")).version())
                .hasToString("e:1768929408.933893");
    }

    @Test
    void theSameBytesAreTheSameEventWhereTheyHoldAVersion() {
        assertThat(at(1, Samples.RECORD).eventKey())
                .isEqualTo(at(2, Samples.RECORD).eventKey());
    }

    @Test
    void theSameBytesWithoutAVersionAreTheSameEventAtTheSamePlaceAlone() {
        String delete = "{\"record\":\"contacts\",\"operation\":\"delete\",\"item\":{\"id\":\"A1\"}}";
        assertThat(at(1, delete).eventKey()).isEqualTo(at(1, delete).eventKey());
        assertThat(at(2, delete).eventKey()).isNotEqualTo(at(1, delete).eventKey());
        assertThat(at(1, delete + " ").eventKey()).isNotEqualTo(at(1, delete).eventKey());
    }

    @Test
    void oneSourcesEventNeverPassesForAnothers() {
        String other = Samples.CLOUD
                .replace("\"id\":\"e-1\"", "\"id\":\"b e-1\"")
                .replace("\"source\":\"/crm\"", "\"source\":\"a\"");
        String another = Samples.CLOUD.replace("\"source\":\"/crm\"", "\"source\":\"a b\"");
        assertThat(change(other).eventKey()).isNotEqualTo(change(another).eventKey());
    }

    private static Change at(int offset, String event) {
        LogPlace place = new LogPlace("kafka:crm/0", offset);
        return change(Samples.READER.read(
                new EventMessage("crm", place.toString(), place, Map.of(), event.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void aDeleteMayHoldTheIdAlone() {
        Change change = change("{\"record\":\"contacts\",\"operation\":\"delete\",\"item\":{\"id\":\"A1\"}}");
        assertThat(change.operation()).isEqualTo(Operation.DELETE);
        assertThat(change.version()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"record":"contacts","operation":"create","item":{"name":"x"}}                      | item.id is missing
            {"record":"contacts","operation":"create","item":{"id":{"a":1}}}                    | item.id must be text
            {"record":"contacts","operation":"create","item":{"id":""}}                         | item.id is missing
            {"record":"contacts","operation":"explode","item":{"id":"1"}} | operation must be create, update or delete
            {"record":"contacts","operation":"create","item":["x"]}                             | item must be an object
            {"record":"contacts","operation":"create"}                                          | item is missing
            {"record":7,"operation":"create","item":{"id":"1"}}                                 | record must be text
            {"record":"contacts","operation":"create","item":{"id":"1","updated_at":"2024-02-30T10:00:00"}} | \
            item.updated_at must be a number or a time
            {"record":"contacts","operation":"create","timestamp":"soon","item":{"id":"1"}} | timestamp must be a time
            {"specversion":"1.0","id":"1","source":"s","type":"x.exploded","subject":"a/b"} | \
            type must be a text that ends in created, updated or deleted
            {"specversion":"1.0","id":"1","source":"s","type":"x.created","subject":"a"}        | data is missing
            {"specversion":"0.3","id":"1","source":"s","type":"x.deleted","subject":"a/b"} | specversion must be 1.0
            {"specversion":"1.0","id":"1","source":"s","type":"x.deleted","subject":"a"} | \
            subject must be the entity and the id of the record, separated by a slash
            {"op":"x","source":{}} | op must be c, u, d, r, t or m
            {"op":"c","source":{"table":"other"}} | DEBEZIUM_TABLES does not name the table that it comes from
            {"a":1} | it has none of the known formats: customer, record, cloudevent, debezium
            ["a"] | it is not a JSON object
            {"record":"Contacts!","operation":"delete","item":{"id":"1"}} | \
            the entity must be a name of at most 63 lower-case letters, digits and underscores
            {"record":"contacts","operation":"create","item":{"id":"1","n":1e999999999}} | \
            it has a number of more than 100 digits
            """)
    void whatIsMissingOrWrongIsSaid(String event, String reason) {
        assertThat(reason(event)).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "{", "{\"a\":1}{", "{\"a\":1,\"a\":2}", "{\"a\":\u0000}", "null,", "{'a':1}"})
    void whatIsNotJsonIsSaidWithItsPlace(String text) {
        assertThat(reason(text)).matches("it is not JSON.*|it is not a JSON object");
    }

    @Test
    void nothingThatIsTooMuchIsRead() {
        assertThat(reason(Samples.RECORD.replace("Alice", "A".repeat(2_000_000))))
                .endsWith("bytes, and 262144 are allowed");
        assertThat(reason("{\"a\":".repeat(40) + "1" + "}".repeat(40))).contains("nested deeper than 32 levels");
        assertThat(reason("{\"a\":[" + "1,".repeat(6000) + "1]}")).isEqualTo("it has more than 5000 values");
        assertThat(reason(Samples.RECORD.replace("A1234", "A".repeat(300)))).contains("too long for a workflow id");
        assertThat(reason(Samples.CUSTOMER.replace("internal-system", "s".repeat(700))))
                .isEqualTo("the source has 700 bytes; at most 255 fit");
    }

    @Test
    void textThatPostgresqlRefusesIsUnreadable() {
        assertThat(reason(Samples.RECORD.replace("Alice", "Al\\u0000ce"))).isEqualTo("it contains a NUL character");
        assertThat(reason(Samples.RECORD.replace("Alice", "Al\\ud800ce")))
                .isEqualTo("it contains half of a surrogate pair");
        assertThat(Samples.READER.read(Samples.message(new byte[] {'"', (byte) 0xff, '"'}, Map.of())))
                .isEqualTo(new Unreadable("it is not UTF-8 text"));
    }

    private static Change change(String event) {
        return change(Samples.read(event));
    }

    private static Change change(Reading reading) {
        assertThat(reading).isInstanceOf(Readable.class);
        return ((Readable) reading).change();
    }

    private static String reason(String event) {
        Reading reading = Samples.read(event);
        assertThat(reading).isInstanceOf(Unreadable.class);
        return ((Unreadable) reading).reason();
    }
}
