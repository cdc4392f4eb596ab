package io.recordsync.connectors.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Cursor;
import io.recordsync.connectors.Deadline;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Page.Unreadable;
import io.recordsync.connectors.Permits;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.ReadRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that cannot be read are reported and passed over, wherever they are in the order of the table. */
class UnreadableRowsTest {

    private static final String GOOD = "2026-01-20 17:16:48";

    /** SQLite keeps any value in any column. */
    @ParameterizedTest
    @ValueSource(strings = {"text", "datetime", ""})
    void aValueThatIsNoTimeHarmsOnlyItsRowInSqlite(String type) {
        String longText = "'" + "2026".repeat(5_000) + "'";
        for (String value : List.of("''", "1705314600", "17053146.5", "x'01'", "'2026-1-5 9:05'", "'a|b'", longText)) {
            try (TestDatabase database = table(Server.SQLITE, "updated_at " + type)) {
                insert(database, "'" + GOOD + "'", value, "'2026-01-21'", value, value, "null");

                for (int limit = 1; limit < 8; limit++) {
                    assertOthersAreRead(database, limit, List.of("1", "3", "6"), 3);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "datetime not null, 0000-00-00 00:00:00",
        "datetime null, 2026-00-05 09:00:00",
        "datetime null, 2026-01-00 09:00:00",
        "date not null, 0000-00-00",
        "timestamp not null default 0, 0000-00-00 00:00:00"
    })
    void aDateWithZerosHarmsOnlyItsRowInMariaDb(String type, String value) {
        try (TestDatabase database = table(Server.MARIADB, "updated_at " + type)) {
            database.execute("set sql_mode = ''");
            insert(database, "'" + GOOD + "'", "'" + value + "'", "'2026-01-21'", "'" + value + "'");

            for (int limit = 1; limit < 6; limit++) {
                assertOthersAreRead(database, limit, List.of("1", "3"), 2);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"timestamp", "timestamptz", "date"})
    void aYearThatNoTimeHasHarmsOnlyItsRowInPostgreSql(String type) {
        try (TestDatabase database = table(Server.POSTGRESQL, "updated_at " + type)) {
            insert(database, "'" + GOOD + "'", "'0044-03-15 BC'", "'20260-01-05'", "'infinity'", "null");

            for (int limit = 1; limit < 7; limit++) {
                assertOthersAreRead(database, limit, List.of("1", "4", "5"), 2);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFieldThatIsNoDateIsReadAsItIs(Server server) {
        assumeTrue(server != Server.POSTGRESQL, "PostgreSQL has dates alone");
        try (TestDatabase database = table(server, "updated_at timestamp null, born date")) {
            if (server == Server.MARIADB) {
                database.execute("set sql_mode = ''");
            }
            database.execute("insert into customer_contact (id, born) values (1, '0000-00-00')");

            assertThat(all(database, 10, List.of("born"), new ArrayList<>()))
                    .singleElement()
                    .satisfies(row -> assertThat(row.content()).containsEntry("born", "0000-00-00"));
        }
    }

    /** SQLite compares a word with a number as it likes, and keeps an empty text apart from null. */
    @ParameterizedTest
    @CsvSource({
        "boolean, 'f', false", "boolean, 'no', false", "boolean, '0', false", "boolean, 't', true",
        "boolean, 'Yes', true", "integer, 'true', true", "integer, 2, true", "datetime, '', false",
        "datetime, '2026-01-20 17:16:48', true"
    })
    void aMarkOfDeletionIsTakenForWhatItMeansInSqlite(String type, String value, boolean deleted) {
        Names names = Names.PLAIN.markingDeletes("is_deleted");
        try (TestDatabase database = Server.SQLITE.start(names)) {
            database.execute("drop table customer_contact");
            database.execute("create table customer_contact (id integer primary key, recordsync_id text unique,"
                    + " updated_at text, is_deleted " + type + ")");
            database.execute(
                    "insert into customer_contact (id, updated_at, is_deleted) values (1, ?, ?)", List.of(GOOD, value));

            assertThat(database.connector().find("customer_contact", List.of(), List.of("1"), scope()))
                    .hasSize(deleted ? 0 : 1);
            assertThat(all(database, 10, List.of(), new ArrayList<>())).hasSize(deleted ? 0 : 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aColumnWithoutTimesIsRefusedAsAWhole(Server server) {
        try (TestDatabase database = table(server, "updated_at bigint")) {
            insert(database, "1705314600");

            assertThat(catchThrowableOfType(
                            ConnectorException.class, () -> all(database, 10, List.of(), new ArrayList<>())))
                    .hasMessageContaining("updated_at")
                    .hasMessageContaining("MODIFIED_COLUMN");
        }
    }

    @ParameterizedTest
    @EnumSource
    void rowsThatCannotBeToldApartAreCounted(Server server) {
        try (TestDatabase database = server.start(Names.PLAIN)) {
            database.execute("drop table customer_contact");
            database.execute("create table customer_contact (a integer, b integer, recordsync_id varchar(50) unique,"
                    + " updated_at timestamp null, primary key (a, b))");
            database.execute("insert into customer_contact (a, b, recordsync_id) values (1, 1, 'A1'), (1, 2, null)");

            List<Unreadable> unreadable = new ArrayList<>();
            List<ReadRecord> records = all(database, 10, List.of(), unreadable);

            assertThat(records).extracting(ReadRecord::externalId).containsExactly("A1");
            assertThat(unreadable).singleElement().satisfies(row -> {
                assertThat(row.place()).isEqualTo("customer_contact");
                assertThat(row.reason()).contains("1 of its rows", "recordsync_id", "primary key");
            });
        }
    }

    private static void assertOthersAreRead(TestDatabase database, int limit, List<String> read, int reported) {
        List<Unreadable> unreadable = new ArrayList<>();

        List<ReadRecord> records = all(database, limit, List.of(), unreadable);

        assertThat(records).extracting(ReadRecord::externalId).containsExactlyInAnyOrderElementsOf(read);
        assertThat(unreadable).hasSize(reported).doesNotHaveDuplicates().allSatisfy(row -> {
            assertThat(row.place()).startsWith("customer_contact, row ");
            assertThat(row.reason()).contains("updated_at");
        });
    }

    private static TestDatabase table(Server server, String columns) {
        TestDatabase database = server.start(Names.PLAIN);
        database.execute("drop table customer_contact");
        database.execute("create table customer_contact (id integer primary key, recordsync_id varchar(50) unique, "
                + columns + ")");
        return database;
    }

    private static void insert(TestDatabase database, String... times) {
        for (int i = 0; i < times.length; i++) {
            database.execute(
                    "insert into customer_contact (id, updated_at) values (" + (i + 1) + ", " + times[i] + ")");
        }
    }

    private static List<ReadRecord> all(
            TestDatabase database, int limit, List<String> fields, List<Unreadable> unreadable) {
        List<ReadRecord> records = new ArrayList<>();
        Read read = new Read(Read.Feed.CHANGES, "customer_contact", fields, Cursor.BEGINNING, limit);
        for (int pages = 0; pages < 20; pages++) {
            Page page = database.connector().read(read, scope());
            records.addAll(page.records());
            unreadable.addAll(page.unreadable());
            if (page.last()) {
                return records;
            }
            read = read.from(page.next());
        }
        throw new AssertionError("the read does not end");
    }

    private static CallScope scope() {
        return new CallScope(Deadline.in(Duration.ofSeconds(60)), Permits.UNLIMITED);
    }
}
