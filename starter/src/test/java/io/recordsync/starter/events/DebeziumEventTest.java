package io.recordsync.starter.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.recordsync.settings.TenantSettings;
import io.recordsync.starter.events.Reading.Ignored;
import io.recordsync.starter.events.Reading.Readable;
import io.recordsync.store.ledger.Change;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.store.ledger.LogPlace;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DebeziumEventTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            tombstone       | {"schema":null,"payload":null}
            truncate        | \
            {"op":"t","before":null,"after":null,"source":{"name":"crm","schema":"public","table":"customers","lsn":7}}
            truncate        | {"schema":{},"payload":{"op":"t","source":{"name":"crm","table":"other"}}}
            message         | \
            {"op":"m","ts_ms":1,"source":{"name":"crm","table":"","lsn":7},"message":{"prefix":"p","content":"eA=="}}
            heartbeat       | {"ts_ms":1705314600123}
            heartbeat       | {"schema":{"type":"struct"},"payload":{"ts_ms":1705314600123}}
            schema change   | \
            {"source":{"name":"crm"},"ts_ms":1,"databaseName":"app","schemaName":null,"ddl":"create table a",\
            "tableChanges":[]}
            transaction     | {"status":"BEGIN","id":"571:7","event_count":null,"data_collections":null,"ts_ms":1}
            transaction     | \
            {"schema":{},"payload":{"status":"END","id":"571:7","event_count":2,"data_collections":[],"ts_ms":1}}
            """)
    void whatSaysNothingOfARecordIsIgnored(String what, String message) {
        assertThat(Samples.read(message)).as(what).isInstanceOf(Ignored.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "file":"","pos":0,"row":0,"server_id":0
            "file":null,"pos":0
            "connector":"vitess","vgtid":"[{}]"
            "lsn":null
            "lsn":"1:1::0:0"
            "change_lsn":"","commit_lsn":""
            "scn":""
            """)
    void withoutAPositionTheOrderOfArrivalCounts(String position) {
        Change change = change(event(position, "u", "\"name\":\"Ann\""));
        assertThat(change.version()).isNull();
        assertThat(change.fields()).containsExactly(entry("name", "Ann"));
    }

    @Test
    void aRowThatASnapshotReadIsNoCreate() {
        assertThat(change(event("\"lsn\":7", "r", "\"name\":\"Ann\"")).operation())
                .isEqualTo(Operation.OBSERVED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"__debezium_unavailable_value\"",
                "\"X19kZWJleml1bV91bmF2YWlsYWJsZV92YWx1ZQ==\"",
                "\"5f5f646562657a69756d5f756e617661696c61626c655f76616c7565\"",
                "[\"__debezium_unavailable_value\"]",
                "[\"X19kZWJleml1bV91bmF2YWlsYWJsZV92YWx1ZQ==\"]",
                "[\"b68a35a7-17ad-35b3-af2a-ae46edb4545a\"]",
                "[95,95,100,101,98,101,122,105,117,109,95,"
                        + "117,110,97,118,97,105,108,97,98,108,101,95,118,97,108,117,101]",
                "{\"__debezium_unavailable_value\":\"__debezium_unavailable_value\"}",
                "\"{\\\"__debezium_unavailable_value\\\":\\\"__debezium_unavailable_value\\\"}\""
            })
    void aValueThatTheConnectorLeftOutIsUnspoken(String value) {
        for (String op : List.of("c", "u", "r")) {
            Change change = change(event("\"lsn\":7", op, "\"name\":\"Ann\",\"notes\":" + value));
            assertThat(change.fields()).containsExactly(entry("name", "Ann"));
            assertThat(change.unspoken()).containsExactly("notes");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"__debezium_unavailable_value \"",
                "[\"__debezium_unavailable_value\",\"a\"]",
                "[]",
                "[95,95]",
                "{}",
                "{\"a\":\"__debezium_unavailable_value\"}",
                "[[\"__debezium_unavailable_value\"]]",
                "null"
            })
    void whatOnlyResemblesAValueLeftOutIsAValue(String value) {
        Change change = change(event("\"lsn\":7", "u", "\"notes\":" + value));
        assertThat(change.fields()).containsOnlyKeys("notes");
        assertThat(change.unspoken()).isEmpty();
    }

    @Test
    void thePlaceholderIsTheConnectors() {
        EventReader reader = new EventReader(
                List.of(),
                List.of(DebeziumTable.valueOf("customers=contact:id")),
                "not there",
                new TenantSettings(false));
        Reading reading = reader.read(
                Samples.message(event("\"lsn\":7", "u", "\"notes\":\"not there\",\"more\":[\"not there\"]")));
        assertThat(((Readable) reading).change().unspoken()).containsExactlyInAnyOrder("notes", "more");
    }

    @Test
    void theOrderOfItsPartitionIsTheOrderOfTheChanges() {
        assertThat(change(event("\"lsn\":7", "u", "\"a\":1")).place()).isEqualTo(new LogPlace("kafka:crm/0", 7));
        assertThat(change(Samples.RECORD).place()).isNull();
    }

    @Test
    void aTruncatedTableIsAWarning() {
        assertThat(((Ignored) Samples.read("{\"op\":\"t\",\"source\":{\"name\":\"crm\",\"table\":\"customers\"}}"))
                        .warning())
                .hasValueSatisfying(warning -> assertThat(warning).contains("truncated"));
        assertThat(((Ignored) Samples.read("{\"ts_ms\":1}")).warning()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "file":"bin.000003","pos":7,"row":0,"server_id":1 | "file":"bin.000003","pos":7,"row":0,"server_id":2
            "file":"bin.000003","pos":7,"row":0,"gtid":"a:1"  | "file":"bin.000003","pos":7,"row":0,"gtid":"a:2"
            "file":"bin.000003","pos":7,"row":0,"ts_ms":1     | "file":"bin.000003","pos":7,"row":0,"ts_ms":2
            "file":"bin.000003","pos":7,"row":0               | "file":"bin.000003","pos":7,"row":1
            "commit_lsn":"00000027:00000758:0005","event_serial_no":1 | \
            "commit_lsn":"00000027:00000758:0005","event_serial_no":2
            "scn":"500","rs_id":"0x1.2.0010","ssn":0          | "scn":"500","rs_id":"0x1.2.0010","ssn":1
            "vgtid":"[1]"                                     | "vgtid":"[2]"
            "lsn":"1:1::0:0"                                  | "lsn":"1:2::0:0"
            """)
    void whatDiffersBesideThePositionIsAnotherEvent(String one, String other) {
        assertThat(change(event(one, "u", "\"a\":1")).eventKey())
                .isNotEqualTo(change(event(other, "u", "\"a\":1")).eventKey());
    }

    @Test
    void theSamePositionWithAnotherRowIsAnotherEvent() {
        assertThat(change(event("\"vgtid\":\"[1]\"", "u", "\"a\":1")).eventKey())
                .isNotEqualTo(change(event("\"vgtid\":\"[1]\"", "u", "\"a\":2")).eventKey());
    }

    private static String event(String position, String op, String fields) {
        return "{\"before\":null,\"after\":{\"id\":\"A1\",%s},\"op\":\"%s\",".formatted(fields, op)
                + "\"source\":{\"name\":\"crm\",\"schema\":\"public\",\"table\":\"customers\",%s}}".formatted(position);
    }

    private static Change change(String event) {
        Reading reading = Samples.read(event);
        assertThat(reading).isInstanceOf(Readable.class);
        return ((Readable) reading).change();
    }
}
