package io.recordsync.starter.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.recordsync.postgres.PrivatePostgres;
import io.recordsync.starter.events.Reading.Readable;
import io.recordsync.store.Store;
import io.recordsync.store.ledger.Acceptance.Result;
import io.recordsync.store.ledger.Accepted;
import io.recordsync.store.ledger.Image;
import io.recordsync.store.ledger.LogPlace;
import io.recordsync.store.ledger.RecordKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The state of a record after a series of events was read, accepted and merged. */
@TestInstance(Lifecycle.PER_CLASS)
class EventsInLedgerTest {

    private static final String BARE_DELETE =
            "{\"record\":\"contacts\",\"operation\":\"delete\",\"item\":{\"id\":\"ID\"}}";

    private @Nullable PrivatePostgres postgres;
    private @Nullable Store store;
    private int records;
    private int offsets;

    @BeforeAll
    void start() throws IOException {
        postgres = PrivatePostgres.start();
        store = Store.open(postgres.dataSource());
    }

    @AfterAll
    void stop() throws IOException {
        Objects.requireNonNull(postgres).close();
    }

    @BeforeEach
    void nextRecord() {
        records++;
    }

    @Test
    void aDeleteWithTheBytesOfAnEarlierOneDeletesAgain() {
        String create = record("create", "\"name\":\"Ann\"");
        take(create);
        take(BARE_DELETE);
        take(create);
        assertThat(take(BARE_DELETE).result()).isEqualTo(Result.CHANGED);
        assertThat(image().deleted()).isTrue();
    }

    @Test
    void aValueThatIsSwitchedBackAndForthIsTheLastOne() {
        for (String phone : List.of("0001", "0002", "0001")) {
            take(record("update", "\"phone\":\"%s\"".formatted(phone)));
        }
        assertThat(image().fields()).containsExactly(entry("phone", "0001"));
    }

    @Test
    void aDeleteWithTheEventsTimeAloneDoesNotOutdateTheRecordsOwnTime() {
        take(record("create", "\"name\":\"Ann\",\"updated_at\":\"2024-01-15T09:00:00\""));
        take(BARE_DELETE.replace("\"item\"", "\"timestamp\":\"2024-01-15T10:05:00\",\"item\""));
        take(record("create", "\"name\":\"Bob\",\"updated_at\":\"2024-01-15T10:02:00\""));
        assertThat(image().deleted()).isFalse();
        assertThat(image().fields()).containsExactly(entry("name", "Bob"));
    }

    @Test
    void anUpdateOlderThanWhatWasSaidDoesNotReviveARecordThatWasDeletedByAnotherClock() {
        take(record("update", "\"name\":\"Ann\",\"phone\":\"1\",\"updated_at\":12"));
        take(BARE_DELETE.replace("\"item\"", "\"timestamp\":\"2024-01-15T10:05:00\",\"item\""));
        assertThat(take(record("update", "\"phone\":\"1\",\"updated_at\":11")).result())
                .isEqualTo(Result.SUPERSEDED);
        assertThat(image().deleted()).isTrue();
    }

    @Test
    void aColumnWhoseValueTheConnectorLeftOutStaysAsItIs() {
        take(postgresql(100, "c", "\"name\":\"Ann\",\"notes\":\"long\""));
        take(postgresql(101, "u", "\"name\":\"Bob\",\"notes\":\"__debezium_unavailable_value\""));
        assertThat(image().fields()).containsExactly(entry("name", "Bob"), entry("notes", "long"));
    }

    @Test
    void afterAFailoverOfMysqlTheOrderOfItsMessagesHolds() {
        take(mysql("bin.000412", 7, 1, "c", "\"name\":\"Ann\""));
        take(mysql("bin.000003", 7, 2, "u", "\"name\":\"Bob\""));
        assertThat(image().fields()).containsExactly(entry("name", "Bob"));
        take(mysql("bin.000003", 9, 2, "d", ""));
        assertThat(image().deleted()).isTrue();
    }

    @Test
    void afterAMoveOfPostgresqlToANewClusterTheOrderOfItsMessagesHolds() {
        take(postgresql(900_000_000_000L, "c", "\"name\":\"Ann\""));
        take(postgresql(26_000_000, "u", "\"name\":\"Bob\""));
        assertThat(image().fields()).containsExactly(entry("name", "Bob"));
        take(postgresql(26_000_100, "d", ""));
        assertThat(image().deleted()).isTrue();
    }

    @Test
    void twoChangesAtOneSystemChangeNumberOfOracleAreTwo() {
        take(oracle("0x1.2.0010", 0, "\"name\":\"Ann\""));
        take(oracle("0x1.2.0010", 1, "\"name\":\"Bob\""));
        assertThat(image().fields()).containsExactly(entry("name", "Bob"));
    }

    @Test
    void aSnapshotTakenAgainDoesNotReviveWhatAnotherSourceDeleted() {
        take(postgresql(100, "c", "\"name\":\"Ann\""));
        take(new EventMessage("rest", "rest:" + id(), Map.of(), bytes(BARE_DELETE)));
        assertThat(take(postgresql(200, "r", "\"name\":\"Ann\"")).result()).isEqualTo(Result.SUPERSEDED);
        assertThat(image().deleted()).isTrue();
    }

    @Test
    void aChangeOfATransactionThatWasOpenDuringASnapshotWins() {
        take(postgresql(52, "r", "\"name\":\"Ann\""));
        take(postgresql(45, "u", "\"name\":\"Bob\""));
        assertThat(image().fields()).containsExactly(entry("name", "Bob"));
    }

    @Test
    void aChangeThatItsConnectorSendsAgainIsRepeated() {
        String first = postgresql(100, "u", "\"name\":\"Ann\"");
        take(first);
        take(postgresql(101, "u", "\"name\":\"Bob\""));
        assertThat(take(first.replace("\"op\"", "\"ts_ms\":1705314600123,\"op\""))
                        .result())
                .isEqualTo(Result.REPEATED);
        assertThat(image().fields()).containsExactly(entry("name", "Bob"));
    }

    @Test
    void aMessageFromBeforeThatWasNeverTakenIsOlderByItsPosition() {
        offsets++;
        take(postgresql(101, "u", "\"name\":\"Bob\""));
        assertThat(take(offsets - 1, postgresql(100, "u", "\"name\":\"Ann\"")).result())
                .isEqualTo(Result.SUPERSEDED);
    }

    @Test
    void withoutAPositionEachMessageIsAChange() {
        for (String name : List.of("Ann", "Bob", "Ann")) {
            take(debezium("\"file\":\"\",\"pos\":0,\"row\":0", "u", "\"name\":\"%s\"".formatted(name)));
        }
        assertThat(image().fields()).containsExactly(entry("name", "Ann"));
        assertThat(image().revision()).isEqualTo(3);
    }

    private String record(String operation, String fields) {
        return "{\"record\":\"contacts\",\"operation\":\"%s\",\"item\":{\"id\":\"ID\",%s}}"
                .formatted(operation, fields);
    }

    private String postgresql(long lsn, String op, String fields) {
        return debezium(String.format(Locale.ROOT, "\"connector\":\"postgresql\",\"lsn\":%d", lsn), op, fields);
    }

    private String mysql(String file, int pos, int server, String op, String fields) {
        return debezium(
                String.format(
                        Locale.ROOT,
                        "\"connector\":\"mysql\",\"file\":\"%s\",\"pos\":%d,\"row\":0,\"server_id\":%d",
                        file,
                        pos,
                        server),
                op,
                fields);
    }

    private String oracle(String rsId, int ssn, String fields) {
        return debezium(
                String.format(
                        Locale.ROOT, "\"connector\":\"oracle\",\"scn\":\"500\",\"rs_id\":\"%s\",\"ssn\":%d", rsId, ssn),
                "u",
                fields);
    }

    private static String debezium(String position, String op, String fields) {
        String row = fields.isEmpty() ? "{\"id\":\"ID\"}" : "{\"id\":\"ID\",%s}".formatted(fields);
        return ("{\"before\":%s,\"after\":%s,\"op\":\"%s\","
                        + "\"source\":{\"name\":\"crm\",\"schema\":\"public\",\"table\":\"customers\",%s}}")
                .formatted(op.equals("d") ? row : "null", op.equals("d") ? "null" : row, op, position);
    }

    /** Accepts the next message of one partition. */
    private Accepted take(String event) {
        offsets++;
        return take(offsets, event);
    }

    private Accepted take(long offset, String event) {
        LogPlace place = new LogPlace("kafka:crm/0", offset);
        return take(new EventMessage("crm", place.toString(), place, Map.of(), bytes(event)));
    }

    private Accepted take(EventMessage message) {
        Reading reading = Samples.READER.read(message);
        assertThat(reading).isInstanceOf(Readable.class);
        return store().acceptance()
                .accept(List.of(((Readable) reading).change()))
                .getFirst();
    }

    private byte[] bytes(String event) {
        return event.replace("ID", id()).getBytes(StandardCharsets.UTF_8);
    }

    private Image image() {
        return store().routing()
                .candidates(List.of(new RecordKey("default", "contact", id())))
                .getFirst()
                .image();
    }

    private String id() {
        return "r" + records;
    }

    private Store store() {
        return Objects.requireNonNull(store);
    }
}
