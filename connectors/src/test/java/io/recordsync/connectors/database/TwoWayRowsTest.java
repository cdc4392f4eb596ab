package io.recordsync.connectors.database;

import static io.recordsync.connectors.ChangedWrites.held;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Capabilities.Visibility;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Cursor;
import io.recordsync.connectors.Deadline;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Gone;
import io.recordsync.connectors.Outcome.Linked;
import io.recordsync.connectors.Outcome.Refused;
import io.recordsync.connectors.Outcome.Stale;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Permits;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Held;
import io.recordsync.connectors.Write.Operation;
import io.recordsync.simulator.store.StoredObject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Rows that are written and read back, while others edit them, in each of the databases. */
class TwoWayRowsTest {

    private static final int MANY = 200;

    @ParameterizedTest
    @EnumSource
    void whatIsShownIsWhatTheNextReadShows(Server server) {
        try (TestDatabase database = server.start(Names.PLAIN)) {
            database.execute("alter table customer_contact add column amount decimal(10, 2)");
            database.execute("alter table customer_contact add column news boolean");
            Map<String, @Nullable Object> content =
                    new HashMap<>(Map.of("email", "a@b", "amount", new BigDecimal("1.005"), "news", true, "title", ""));

            Written created = written(database, create("A1", content));
            String key = created.externalId().orElseThrow();
            assertThat(created.shown()).contains(read(database, created));
            Written updated = written(database, update("A1", key, Map.of("amount", new BigDecimal("2.999"))));

            assertThat(created.effect()).isEqualTo(Effect.CREATED);
            assertThat(updated.effect()).isEqualTo(Effect.UPDATED);
            assertThat(updated.shown()).contains(read(database, updated));
            assertThat(find(database, fields(updated), key)).isEqualTo(List.of(read(database, updated)));
            if (server != Server.SQLITE) { // which keeps what it is given
                assertThat(updated.shown().orElseThrow().content()).containsEntry("amount", new BigDecimal("3.00"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatATriggerMakesOfAValueIsShown(Server server) {
        try (TestDatabase database = server.start(Names.PLAIN)) {
            makeTitlesLong(server, database);

            Written created = written(database, create("A1", Map.of("email", "a@b", "title", "dr")));
            Written updated =
                    written(database, update("A1", created.externalId().orElseThrow(), Map.of("title", "prof")));

            assertThat(created.shown().orElseThrow().content()).containsEntry("title", "dr.");
            assertThat(updated.shown().orElseThrow().content()).containsEntry("title", "prof.");
        }
    }

    private static void makeTitlesLong(Server server, TestDatabase database) {
        switch (server) {
            case POSTGRESQL -> {
                database.execute("create or replace function lengthen() returns trigger language plpgsql as"
                        + " $$ begin new.title = new.title || '.'; return new; end $$");
                database.execute("create trigger lengthen before insert or update on customer_contact for each row"
                        + " execute function lengthen()");
            }
            case MARIADB -> {
                database.execute("create trigger lengthen_new before insert on customer_contact for each row set"
                        + " new.title = concat(new.title, '.')");
                database.execute("create trigger lengthen_old before update on customer_contact for each row set"
                        + " new.title = concat(new.title, '.')");
            }
            case SQLITE -> {
                String set = "begin update customer_contact set title = new.title || '.' where id = new.id; end";
                database.execute("create trigger lengthen_new after insert on customer_contact " + set);
                database.execute("create trigger lengthen_old after update of title on customer_contact when"
                        + " new.title not like '%.' " + set);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anUpdateWritesItsFieldsAndNothingElse(Server server) {
        Names names = Names.PLAIN.markingDeletes("is_deleted");
        try (TestDatabase database = server.start(names)) {
            StoredObject row = database.create(List.of(Map.of("email", "a@b", "last_name", "Ann", "title", "Dr")))
                    .getFirst();

            written(database, update("A1", row.id(), Map.of("title", "Prof")));

            assertThat(database.all()).singleElement().satisfies(now -> {
                assertThat(now.field("last_name")).isEqualTo("Ann");
                assertThat(now.field("title")).isEqualTo("Prof");
                assertThat(now.field("recordsync_id")).isEmpty();
                assertThat(now.field("is_deleted")).isEmpty();
            });
            written(database, held(update("A1", row.id(), Map.of()), new Held(false, any -> true)));
            assertThat(database.all().getFirst().field("recordsync_id")).isEqualTo("A1");
        }
    }

    /** The comparison locks the row: nobody can change it before the write. */
    @ParameterizedTest
    @EnumSource
    void noOtherWriteComesBetweenTheComparisonAndTheWrite(Server server) {
        try (TestDatabase database = server.start(Names.PLAIN)) {
            StoredObject row = database.create(List.of(Map.of("email", "a@b"))).getFirst();
            boolean[] refused = new boolean[1];
            Predicate<ReadRecord> edited = any -> {
                refused[0] = isLocked(server, database, row.id());
                return true;
            };

            written(database, held(update("A1", row.id(), Map.of("title", "Dr")), new Held(true, edited)));

            assertThat(refused[0]).isTrue();
        }
    }

    private static boolean isLocked(Server server, TestDatabase database, String key) {
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            if (server == Server.SQLITE) {
                statement.execute("pragma busy_timeout = 0");
                statement.execute("begin immediate");
            } else {
                other.setAutoCommit(false);
                statement.executeQuery("select * from customer_contact where id = " + key + " for update nowait");
            }
            return false;
        } catch (SQLException e) {
            return true;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRowThatIsNotAsItIsKnownIsAnsweredAndLeftAlone(Server server) {
        try (TestDatabase database = server.start(Names.PLAIN)) {
            StoredObject row = database.create(
                            List.of(Map.of("email", "a@b", "last_name", "Ann", "recordsync_id", "A1")))
                    .getFirst();
            Held known = new Held(true, shown -> "Anna".equals(shown.content().get("last_name")));

            List<Outcome> outcomes = database.connector()
                    .writeAll(
                            List.of(
                                    held(update("A1", row.id(), Map.of("title", "Dr")), known),
                                    create("B2", Map.of("email", "b@c"))),
                            scope());

            assertThat(outcomes.getFirst()).isInstanceOfSatisfying(Stale.class, stale -> {
                assertThat(stale.row().externalId()).isEqualTo(row.id());
                assertThat(stale.row().recordId()).contains("A1");
                assertThat(stale.row().modified()).isPresent();
                assertThat(stale.row().content())
                        .containsEntry("email", "a@b")
                        .containsEntry("last_name", "Ann")
                        .containsEntry("title", null);
            });
            assertThat(outcomes.getLast()).isInstanceOf(Written.class);
            assertThat(database.having("id", row.id()).getFirst()).isEqualTo(row);
        }
    }

    @ParameterizedTest
    @EnumSource
    void keysCountToTheLetter(Server server) {
        try (TestDatabase database = server.start(Names.PLAIN)) {
            database.execute("drop table customer_contact");
            database.execute("create table customer_contact (code varchar(20) primary key, recordsync_id varchar(50)"
                    + " unique, email varchar(100), updated_at timestamp null)");
            database.execute("insert into customer_contact (code, email) values ('Ab', 'a@b')");

            assertThat(find(database, List.of("email"), "ab", "Ab ", "Ab", "é"))
                    .singleElement()
                    .satisfies(row -> assertThat(row.externalId()).isEqualTo("Ab"));
            for (String other : List.of("ab", "Ab ", "AB")) {
                assertThat(database.connector().write(update("A1", other, Map.of("email", "c@d")), scope()))
                        .isEqualTo(new Gone(Optional.empty()));
            }
            assertThat(find(database, List.of("email"), "Ab").getFirst().content())
                    .containsEntry("email", "a@b");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theBlanksWithWhichADatabaseFillsAKeyAreNoPartOfIt(Server server) {
        try (TestDatabase database = server.start(Names.PLAIN)) {
            database.execute("drop table customer_contact");
            database.execute("create table customer_contact (code char(5) primary key, recordsync_id char(9) unique,"
                    + " email char(20), updated_at timestamp null)");
            database.execute("insert into customer_contact (code, email) values ('A1', 'a@b')");

            assertThat(find(database, List.of("email"), "A1"))
                    .singleElement()
                    .satisfies(row -> assertThat(row.content()).containsEntry("email", "a@b"));
            Write update = update("R1", "A1", Map.of("email", "c@d"));
            Written updated = written(database, held(update, new Held(false, any -> true)));
            assertThat(updated.externalId()).contains("A1");
            assertThat(updated.shown().orElseThrow().recordId()).contains("R1");
            assertThat(read(database, updated).content()).containsEntry("email", "c@d");
            assertThat(written(database, delete("R1")).effect()).isEqualTo(Effect.DELETED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTextThatNoKeyCanBeIsNotThereAndHindersNoOther(Server server) {
        try (TestDatabase database = server.start(Names.PLAIN)) {
            StoredObject row = database.create(List.of(Map.of("email", "a@b"))).getFirst();

            assertThat(find(database, List.of("email"), "x", row.id(), "0" + row.id(), "99999999999999999999", "1.5"))
                    .extracting(ReadRecord::externalId)
                    .containsExactly(row.id());
            assertThat(database.connector().write(update("A1", "none", Map.of("email", "c@d")), scope()))
                    .isEqualTo(new Gone(Optional.empty()));
            assertThat(find(database, List.of("email"))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRowMarkedAsDeletedIsThereOnlyForACreateByItsRecordId(Server server) {
        try (TestDatabase database = server.start(Names.PLAIN.markingDeletes("deleted_at"))) {
            Written first = written(database, create("A1", Map.of("last_name", "Ann", "title", "Dr")));
            String key = first.externalId().orElseThrow();
            database.connector().write(delete("A1"), scope());

            assertThat(find(database, List.of("email"), key)).isEmpty();
            assertThat(database.connector().write(update("A1", key, Map.of("title", "x")), scope()))
                    .isInstanceOf(Gone.class);
            assertThat(written(database, matching(create("B2", Map.of("last_name", "Ann")), "last_name", "Ann"))
                            .effect())
                    .isEqualTo(Effect.CREATED);
            Written again = written(database, create("A1", Map.of("last_name", "Anna")));

            assertThat(again.effect()).isEqualTo(Effect.CREATED);
            assertThat(again.externalId()).contains(key);
            assertThat(again.shown().orElseThrow().content()).containsEntry("last_name", "Anna");
            assertThat(find(database, List.of("last_name"), key)).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCreateThatMeetsARowWritesNothingToIt(Server server) {
        try (TestDatabase database = server.start(Names.PLAIN)) {
            List<StoredObject> rows = database.create(List.of(
                    Map.of("email", "a@b", "recordsync_id", "A1"),
                    Map.of("email", "c@d", "recordsync_id", "C3"),
                    Map.of("email", "e@f", "last_name", "Eve"),
                    Map.of("email", "g@h", "last_name", "Twin"),
                    Map.of("email", "i@j", "last_name", "Twin")));

            List<Outcome> outcomes = database.connector()
                    .writeAll(
                            List.of(
                                    create("A1", Map.of("title", "x")),
                                    matching(create("B2", Map.of("title", "x")), "email", "c@d"),
                                    matching(create("D4", Map.of("title", "x")), "email", "e@f"),
                                    matching(create("E5", Map.of("title", "x")), "last_name", "Twin")),
                            scope());

            assertThat(outcomes.subList(0, 3))
                    .extracting(outcome -> ((Linked) outcome).row().externalId())
                    .containsExactly(
                            rows.get(0).id(), rows.get(1).id(), rows.get(2).id());
            assertThat(((Linked) outcomes.get(1)).row().recordId()).contains("C3");
            assertThat(((Linked) outcomes.get(2)).row().content())
                    .containsEntry("last_name", "Eve")
                    .containsEntry("title", null);
            assertThat(((Refused) outcomes.get(3)).reason()).hasMessageContaining("2 records match");
            assertThat(database.all()).isEqualTo(rows);
        }
    }

    /** The row is inserted by another transaction after the create has looked for it. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "SQLITE")
    void aRowThatAnotherTransactionInsertsMeanwhileIsLinked(Server server) throws SQLException {
        try (TestDatabase database = server.start(Names.PLAIN);
                Connection other = database.connect();
                Statement statement = other.createStatement()) {
            for (int i = 0; i < MANY; i++) { // so that record ids are looked up in their index
                database.execute(String.format(
                        Locale.ROOT,
                        "insert into customer_contact (email, recordsync_id) values ('%1$d@b', 'R%1$d')",
                        i));
            }
            other.setAutoCommit(false);
            statement.execute("insert into customer_contact (email, last_name) values ('a@b', 'Ann')");
            Write create = matching(create("A1", Map.of("email", "a@b", "last_name", "x")), "email", "a@b");

            CompletableFuture<Outcome> outcome =
                    CompletableFuture.supplyAsync(() -> database.connector().write(create, scope()));
            awaitBlocked(server, database, outcome);
            other.commit();

            assertThat(outcome.join())
                    .isInstanceOfSatisfying(
                            Linked.class,
                            linked -> assertThat(linked.row().content()).containsEntry("last_name", "Ann"));
            assertThat(database.having("email", "a@b")).hasSize(1);
        }
    }

    private static void awaitBlocked(Server server, TestDatabase database, CompletableFuture<?> until) {
        String blocked = server == Server.POSTGRESQL
                ? "select count(*) from pg_stat_activity where wait_event_type = ?"
                : "select count(*) from information_schema.processlist where state = ?";
        String state = server == Server.POSTGRESQL ? "Lock" : "Update"; // as MariaDB calls an insert that waits
        while (database.query(blocked, state) == 0 && !until.isDone()) {
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCreateInDoubtWritesToItsOwnRow(Server server) {
        try (TestDatabase database = server.start(Names.PLAIN)) {
            Written first = written(database, create("A1", Map.of("email", "a@b", "title", "Dr")));
            Write again = create("A1", Map.of("email", "c@d"));

            Written written = written(
                    database,
                    new Write(
                            again.operation(),
                            again.object(),
                            again.recordId(),
                            Optional.empty(),
                            again.content(),
                            Optional.empty(),
                            2,
                            true));

            assertThat(written.effect()).isEqualTo(Effect.UPDATED);
            assertThat(written.externalId()).isEqualTo(first.externalId());
            assertThat(written.shown().orElseThrow().content())
                    .containsEntry("email", "c@d")
                    .containsEntry("title", "Dr");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anUpdateThatIsRefusedNamesItsColumnAndTouchesNoOtherRow(Server server) {
        try (TestDatabase database = server.start(Names.PLAIN)) {
            database.execute("alter table customer_contact add column code varchar(3) not null default 'x'");
            List<StoredObject> rows = database.create(List.of(
                    Map.of("email", "a@b", "recordsync_id", "A1"), Map.of("email", "c@d", "recordsync_id", "C3")));
            Map<String, @Nullable Object> none = new HashMap<>();
            none.put("code", null);

            ConnectorException refused =
                    failure(database, update("A1", rows.getFirst().id(), none));
            ConnectorException taken =
                    failure(database, update("A1", rows.getFirst().id(), Map.of("email", "c@d")));

            assertThat(refused.kind()).isEqualTo(ErrorKind.PERMANENT);
            assertThat(refused.fields()).containsExactly("code");
            assertThat(taken.code()).isEqualTo("23505");
            assertThat(taken).hasMessageNotContaining("c@d");
            assertThat(database.all()).isEqualTo(rows);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anUpdateOfTheKeyAnswersTheNewKey(Server server) {
        try (TestDatabase database = server.start(Names.PLAIN)) {
            StoredObject row = database.create(List.of(Map.of("email", "a@b"))).getFirst();

            Written written = written(database, update("A1", row.id(), Map.of("id", 4711)));

            assertThat(written.externalId()).contains("4711");
            assertThat(written.shown().orElseThrow().externalId()).isEqualTo("4711");
        }
    }

    /** All columns are shown, so that one that is dropped makes the next write fail, and only that one. */
    @ParameterizedTest
    @EnumSource
    void aColumnThatIsDroppedIsForgotten(Server server) {
        try (TestDatabase database = server.start(Names.PLAIN)) {
            String key = written(database, create("A1", Map.of("email", "a@b")))
                    .externalId()
                    .orElseThrow();
            database.execute("alter table customer_contact drop column phone");
            Write update = update("A1", key, Map.of("email", "c@d"));

            assertThat(failure(database, update).kind()).isEqualTo(ErrorKind.PERMANENT);
            assertThat(written(database, update).shown().orElseThrow().content())
                    .containsEntry("email", "c@d")
                    .doesNotContainKey("phone");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theCardTellsHowRowsAreSeen(Server server) {
        try (TestDatabase database = server.start(Names.PLAIN)) {
            assertThat(database.connector().capabilities().reading().visibility())
                    .isEqualTo(new Visibility(DatabaseReads.MAX_FIND, RowReader.LATE, Duration.ofSeconds(1), true));
        }
    }

    private static List<String> fields(Written written) {
        return List.copyOf(written.shown().orElseThrow().content().keySet());
    }

    /** The row as a read of its fields shows it. */
    private static ReadRecord read(TestDatabase database, Written written) {
        Read read = new Read(Read.Feed.CHANGES, "customer_contact", fields(written), Cursor.BEGINNING, 10);
        Page page = database.connector().read(read, scope());
        while (page.records().isEmpty()) {
            page = database.connector().read(read.from(page.next()), scope());
        }
        return page.records().getFirst();
    }

    private static List<ReadRecord> find(TestDatabase database, List<String> fields, String... keys) {
        return database.connector().find("customer_contact", fields, List.of(keys), scope());
    }

    private static Written written(TestDatabase database, Write write) {
        return (Written) database.connector().write(write, scope());
    }

    private static ConnectorException failure(TestDatabase database, Write write) {
        ConnectorException failure = catchThrowableOfType(
                ConnectorException.class, () -> database.connector().write(write, scope()));
        assertThat(failure).isNotNull();
        return failure;
    }

    private static Write create(String recordId, Map<String, ? extends @Nullable Object> content) {
        return write(Operation.CREATE, recordId, Optional.empty(), content);
    }

    private static Write update(String recordId, String key, Map<String, ? extends @Nullable Object> content) {
        return write(Operation.UPDATE, recordId, Optional.of(key), content);
    }

    private static Write delete(String recordId) {
        return write(Operation.DELETE, recordId, Optional.empty(), Map.of());
    }

    private static Write write(
            Operation operation,
            String recordId,
            Optional<String> key,
            Map<String, ? extends @Nullable Object> content) {
        return new Write(
                operation, "customer_contact", recordId, key, new HashMap<>(content), Optional.empty(), 1, false);
    }

    private static Write matching(Write write, String field, String value) {
        return new Write(
                write.operation(),
                write.object(),
                write.recordId(),
                write.externalId(),
                write.content(),
                Optional.of(new Write.Match(field, value)),
                1,
                false);
    }

    private static CallScope scope() {
        return new CallScope(Deadline.in(Duration.ofSeconds(60)), Permits.UNLIMITED);
    }
}
