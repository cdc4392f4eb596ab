package io.recordsync.connectors.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Cursor;
import io.recordsync.connectors.Deadline;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Permits;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.Write;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reads of a PostgreSQL that others write to. */
class ChangesTest {

    private final TestDatabase database = new TestDatabase(Servers.postgreSql(), Names.PLAIN);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aRowWhoseTransactionCommitsAfterTheReadPassedItsTimeComesWithTheNextRead() throws SQLException {
        database.execute("insert into customer_contact (email) values ('before@b')");
        Cursor next;
        try (Connection slow = database.connect()) {
            slow.setAutoCommit(false);
            slow.createStatement().execute("insert into customer_contact (email) values ('late@b')");
            database.execute("insert into customer_contact (email) values ('after@b')");

            List<ReadRecord> first = new ArrayList<>();
            next = readAll(Cursor.BEGINNING, first);
            assertThat(emails(first)).containsExactly("before@b", "after@b");
            slow.commit();
        }

        List<ReadRecord> second = new ArrayList<>();
        readAll(next, second);
        assertThat(emails(second)).contains("late@b");
    }

    @Test
    void theNextReadGoesOnFiveMinutesBeforeThisOneBegan() {
        Instant before = Instant.now();
        Cursor next = readAll(Cursor.BEGINNING, new ArrayList<>());

        assertThat(next.time().orElseThrow())
                .isBetween(
                        before.minus(RowReader.LATE).minus(Duration.ofSeconds(1)),
                        Instant.now().minus(RowReader.LATE).plusSeconds(1));
    }

    @Test
    void rowsWithoutATimeComeInAReadFromTheBeginning() {
        database.execute("alter table customer_contact alter column updated_at drop not null");
        for (int i = 0; i < 5; i++) {
            database.execute(String.format(
                    Locale.ROOT,
                    "insert into customer_contact (email, updated_at) values ('%d@b', %s)",
                    i,
                    i < 3 ? "null" : "now()"));
        }

        List<ReadRecord> all = new ArrayList<>();
        Cursor next = readAll(Cursor.BEGINNING, all);
        List<ReadRecord> since = new ArrayList<>();
        readAll(next, since);

        assertThat(emails(all)).containsExactlyInAnyOrder("0@b", "1@b", "2@b", "3@b", "4@b");
        assertThat(emails(since)).containsExactlyInAnyOrder("3@b", "4@b");
    }

    @Test
    void ourOwnWriteSetsTheTimeOfItsChange() {
        database.execute(
                "insert into customer_contact (email, recordsync_id, updated_at) values ('a@b', 'A1', '2020-01-01')");
        Write write = new Write(
                Write.Operation.UPSERT,
                "customer_contact",
                "A1",
                Optional.empty(),
                Map.of("email", "c@d"),
                Optional.empty());

        database.connector().write(write, scope());

        assertThat(database.all().getFirst().modified()).isAfter(Instant.parse("2026-01-01T00:00:00Z"));
    }

    @Test
    void theExampleTableWritesDownWhatBecomesOfItsRows() {
        DatabaseSettings settings = TestDatabase.settings(Servers.postgreSql(), Names.PLAIN);
        database.execute("drop table customer_contact");
        database.execute("drop table if exists customer_contact_journal");
        database.execute("drop function if exists journal_customer_contact");
        database.execute(ExampleTable.sql(settings));
        ExampleTable.journalSql().forEach(database::execute);
        Write upsert = new Write(
                Write.Operation.UPSERT,
                ExampleTable.NAME,
                "A1",
                Optional.empty(),
                Map.of("email", "a@b"),
                Optional.empty());
        Write delete = new Write(
                Write.Operation.DELETE, ExampleTable.NAME, "A1", Optional.empty(), Map.of(), Optional.empty());

        database.connector().write(upsert, scope());
        database.connector().write(upsert, scope());
        database.connector().write(delete, scope());

        for (String effect : List.of("CREATE", "UPDATE", "DELETE")) {
            String entries =
                    "select count(*) from customer_contact_journal where effect = ? and recordsync_id = 'A1' and"
                            + " content ->> 'email' = 'a@b'";
            assertThat(database.query(entries, effect)).isEqualTo(1);
        }
    }

    private Cursor readAll(Cursor from, List<ReadRecord> into) {
        Read read = new Read(Read.Feed.CHANGES, "customer_contact", List.of("email"), from, 2);
        while (true) {
            Page page = database.connector().read(read, scope());
            into.addAll(page.records());
            if (page.last()) {
                return page.next();
            }
            read = read.from(page.next());
        }
    }

    private static List<Object> emails(List<ReadRecord> found) {
        return found.stream().map(one -> one.content().get("email")).distinct().toList();
    }

    private static CallScope scope() {
        return new CallScope(Deadline.in(Duration.ofSeconds(60)), Permits.UNLIMITED);
    }
}
