package io.recordsync.connectors.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.CheckReport.Finding;
import io.recordsync.connectors.Deadline;
import io.recordsync.connectors.Permits;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the check says of tables whose changes could not be read. */
class TimeCheckTest {

    @ParameterizedTest
    @CsvSource({
        "datetime(6) default current_timestamp(6), -05:00, false",
        "datetime null on update current_timestamp, +02:00, false",
        "datetime default current_timestamp, +00:00, true",
        "datetime null, -05:00, true",
        "timestamp default current_timestamp, -05:00, true"
    })
    void aDefaultInAnotherZoneMissesChanges(String type, String zone, boolean good) {
        try (TestDatabase database = table(Server.MARIADB, "updated_at " + type)) {
            database.execute("set global time_zone = '" + zone + "'");
            Finding finding = finding(database, "changes");
            database.execute("set global time_zone = 'SYSTEM'");

            assertThat(finding.good()).isEqualTo(good);
            assertThat(finding.sentence().contains("no time zone")).isEqualTo(type.startsWith("datetime"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTimeInTheFutureIsOfAnotherZone(Server server) {
        try (TestDatabase database = table(server, "updated_at timestamp null")) {
            database.execute("insert into customer_contact (id, updated_at) values (1, '2026-01-20 17:16:48')");
            assertThat(finding(database, "changes").good()).isTrue();

            database.execute("insert into customer_contact (id, updated_at) values (2, '2037-01-20 17:16:48')");
            assertThat(finding(database, "changes").good()).isFalse();
            assertThat(finding(database, "changes").sentence()).contains("later than the database's clock");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"LastModified", "updated_at", "modified_at"})
    void theUsualNameOfAColumnOfTimesIsNamed(String column) {
        for (String setting : new String[] {"none", "changed"}) {
            TestDatabase made = table(Server.POSTGRESQL, "\"" + column + "\" timestamptz");
            DatabaseSettings user = made.settingsOf();
            DatabaseSettings settings = new DatabaseSettings(
                    user.url(), user.username(), user.password(), "recordsync_id", setting, "none", 1, user.timeout());
            try (made;
                    DatabaseConnector connector = new DatabaseConnector("database", settings)) {
                Finding finding = connector.check(List.of("customer_contact"), scope()).findings().stream()
                        .filter(one -> one.what().startsWith("changes"))
                        .findFirst()
                        .orElseThrow();

                assertThat(finding.sentence()).contains(column, "MODIFIED_COLUMN");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void rowsThatCannotBeToldApartAreWarnedOf(Server server) {
        try (TestDatabase database = server.start(Names.PLAIN)) {
            database.execute("drop table customer_contact");
            database.execute("create table customer_contact (a integer, b integer, recordsync_id varchar(50) unique,"
                    + " updated_at timestamp null, primary key (a, b))");
            assertThat(finding(database, "rows").sentence()).contains("Warning", "no primary key of one column");

            database.execute("insert into customer_contact (a, b) values (1, 1), (1, 2)");
            assertThat(finding(database, "rows").sentence()).contains("Warning", "2 of its rows");
        }
    }

    @Test
    void rowsWhoseTimeCannotBeReadAreWarnedOf() {
        try (TestDatabase database = table(Server.SQLITE, "updated_at text")) {
            database.execute("insert into customer_contact (id, updated_at) values (1, ''), (2, 1705314600)");

            assertThat(finding(database, "rows").sentence()).contains("Warning", "customer_contact, row 1");
        }
    }

    private static Finding finding(TestDatabase database, String what) {
        return database.connector().check(List.of("customer_contact"), scope()).findings().stream()
                .filter(finding -> finding.what().equals(what + " of customer_contact"))
                .findFirst()
                .orElseThrow();
    }

    private static TestDatabase table(Server server, String columns) {
        assumeTrue(server != Server.MARIADB || Servers.hasMariaDb(), "mariadbd is not installed");
        TestDatabase database = server.start(Names.PLAIN);
        database.execute("drop table customer_contact");
        database.execute("create table customer_contact (id integer primary key, recordsync_id varchar(50) unique, "
                + columns + ")");
        return database;
    }

    private static CallScope scope() {
        return new CallScope(Deadline.in(Duration.ofSeconds(60)), Permits.UNLIMITED);
    }
}
