package io.recordsync.worker.reading.field;

import static io.recordsync.worker.WorkerFixture.SALESFORCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.database.DatabaseConnector;
import io.recordsync.connectors.database.DatabaseSettings;
import io.recordsync.rules.RuleSet;
import io.recordsync.store.reading.Run;
import io.recordsync.worker.WorkerFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What happens to a table of SQLite that is synced in both directions with Salesforce. */
class DatabaseFieldTest {

    private static final int ROWS = 60;

    private static final RuleSet RULES = RuleSet.parse("""
            name: test
            routes: {contact: [a, salesforce]}
            merge:
              contact: {match: [email]}
            systems:
              a:
                entities:
                  contact:
                    object: users
                    read: {every: 5m, deletes: follow}
                    fields:
                      name: record.name
                      email: {value: record.email, type: email}
                      status: record.status
                      phone: {value: record.phone, type: phone, region: US}
              salesforce:
                entities:
                  contact:
                    object: Contact
                    read: {every: 5m, deletes: follow}
                    fields:
                      LastName: {value: record.name, required: true}
                      Email: {value: record.email, type: email}
                      Status__c: record.status
                      Phone: {value: record.phone, type: phone, region: US}
            """, "test");

    @RegisterExtension
    private final WorkerFixture fixture = new WorkerFixture();

    @TempDir
    Path folder;

    @Test
    void aCopyThatIsPutBackWaitsAndOursGivesTheDaysValuesAgain() throws IOException {
        try (DatabaseConnector database = database()) {
            FieldPair pair = pairAfterADay(database);
            long writes = pair.writes();

            putBack();
            Run waiting = pair.rest().orElseThrow();

            assertThat(waiting.counts().held()).isEqualTo(35);
            assertThat(fixture.logs().linesWith("35 rows of a contact show what they showed from"))
                    .hasSize(1);
            assertThat(pair.writes()).isEqualTo(writes);
            assertThat(pair.ours("status")).containsEntry("k25", "Closed");

            pair.decide(waiting, false);
            pair.rest();

            assertThat(table("status")).containsEntry("k25", "Closed").containsEntry("k26", "open");
            assertThat(table("phone")).containsEntry("k26", "+15551000026");
            assertThat(pair.writes()).isEqualTo(writes);
            assertThat(pair.rest()).isEmpty();
        }
    }

    @Test
    void theirsTakesWhatTheCopyShows() throws IOException {
        try (DatabaseConnector database = database()) {
            FieldPair pair = pairAfterADay(database);
            putBack();
            Run waiting = pair.rest().orElseThrow();

            pair.decide(waiting, true);
            pair.rest();

            assertThat(pair.there("Status__c")).containsEntry("k25", "open");
            assertThat(pair.ours("phone")).containsEntry("k26", "+15550000026");
            assertThat(pair.rest()).isEmpty();
        }
    }

    private DatabaseConnector database() {
        sql().sql("create table users (id integer primary key, name text, email text, phone text, status text,"
                        + " updated_at text, recordsync_id text unique)")
                .update();
        sql().sql(IntStream.rangeClosed(1, ROWS)
                        .mapToObj(n -> String.format(
                                Locale.ROOT,
                                "(%d, 'Ann Lee', 'u%d@x.com', '+1555000%04d', 'open', '2026-01-01 10:00:00', 'k%d')",
                                n,
                                n,
                                n,
                                n))
                        .collect(Collectors.joining(
                                ", ",
                                "insert into users (id, name, email, phone, status, updated_at, recordsync_id) values ",
                                "")))
                .update();
        return new DatabaseConnector(FieldPair.A, DatabaseSettings.of(url(), "", ""));
    }

    /** The table is copied at rest, and is edited from both sides after that. */
    private FieldPair pairAfterADay(DatabaseConnector database) throws IOException {
        FieldPair pair = new FieldPair(fixture, RULES, database);
        pair.rest();
        Files.copy(folder.resolve("crm.db"), folder.resolve("night.db"));
        sql().sql("update users set status = 'Closed', updated_at = '2026-01-02 10:00:00' where id <= 25")
                .update();
        IntStream.rangeClosed(26, 35)
                .forEach(n -> pair.edit("k" + n, Map.of("Phone", String.format(Locale.ROOT, "+1555100%04d", n))));
        pair.rest();
        assertThat(table("phone")).containsEntry("k26", "+15551000026");
        assertThat(pair.there("Status__c")).containsEntry("k25", "Closed");
        assertThat(pair.read(SALESFORCE, true).status().stored()).isEqualTo("success");
        return pair;
    }

    private void putBack() throws IOException {
        Files.copy(folder.resolve("night.db"), folder.resolve("crm.db"), StandardCopyOption.REPLACE_EXISTING);
    }

    private Map<String, String> table(String column) {
        return sql()
                .sql("select recordsync_id, " + column + " as value from users")
                .query((row, n) -> Map.entry(row.getString("recordsync_id"), row.getString("value")))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private JdbcClient sql() {
        return JdbcClient.create(new DriverManagerDataSource(url()));
    }

    private String url() {
        return "jdbc:sqlite:" + folder.resolve("crm.db");
    }
}
