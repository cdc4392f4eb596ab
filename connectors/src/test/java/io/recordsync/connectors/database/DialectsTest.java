package io.recordsync.connectors.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.CheckReport;
import io.recordsync.connectors.CheckReport.Finding;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Cursor;
import io.recordsync.connectors.Deadline;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.ObjectSchema;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Permits;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Operation;
import io.recordsync.simulator.store.StoredObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for each of the databases, beyond what the contract asks of all systems. */
class DialectsTest {

    @ParameterizedTest
    @EnumSource
    void namesWithQuotesAreNamesLikeOthers(Server server) {
        Names odd = Names.ODD;
        try (TestDatabase database = server.start(odd)) {
            Map<String, Object> content =
                    Map.of(odd.email(), "a'\"`@b", odd.name(), "x\\'); drop table y; --", odd.title(), "?");

            assertThat(write(database, upsert(odd, "A1", content)).effect()).isEqualTo(Effect.CREATED);
            assertThat(write(database, upsert(odd, "A1", content)).effect()).isEqualTo(Effect.UPDATED);
            assertThat(firstFound(database, odd, List.copyOf(content.keySet()))).containsAllEntriesOf(content);
            assertThat(database.connector()
                            .check(List.of(odd.object()), scope())
                            .isGood())
                    .isTrue();
            assertThat(write(database, delete(odd, "A1")).effect()).isEqualTo(Effect.DELETED);
            assertThat(database.all()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRowThatTheLedgerKnowsByItsKeyIsGivenTheRecordId(Server server) {
        try (TestDatabase database = server.start(Names.PLAIN)) {
            StoredObject there = database.create(List.of(Map.of("email", "a@b", "last_name", "x")))
                    .getFirst();
            Write known = new Write(
                    Operation.UPSERT,
                    "customer_contact",
                    "A1",
                    Optional.of(there.id()),
                    Map.of("last_name", "y"),
                    Optional.empty());

            assertThat(write(database, known)).isEqualTo(new Written(Optional.of(there.id()), Effect.UPDATED));
            assertThat(database.having("recordsync_id", "A1")).singleElement().satisfies(row -> {
                assertThat(row.id()).isEqualTo(there.id());
                assertThat(row.field("last_name")).isEqualTo("y");
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void theCheckGivesTheSqlThatMends(Server server) {
        try (TestDatabase database = server.start(Names.PLAIN)) {
            database.execute("drop table customer_contact");
            assertThat(mended(database)).startsWith("table customer_contact");
            database.execute("drop table customer_contact");
            database.execute("create table customer_contact (id integer primary key, email varchar(100) not null)");
            assertThat(mended(database)).startsWith("external id of customer_contact");
            if (server != Server.SQLITE) { // which adds no column with a default of now
                assertThat(mended(database)).startsWith("changes of customer_contact");
            }

            assertThat(database.connector()
                            .check(List.of("customer_contact"), scope())
                            .findings())
                    .filteredOn(finding -> !finding.what().startsWith("changes"))
                    .allMatch(Finding::good);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aColumnOfNumbersIsNoTimeOfChange(Server server) {
        try (TestDatabase database = server.start(Names.PLAIN)) {
            for (String type : List.of("bigint", server == Server.SQLITE ? "datetime" : "timestamp")) {
                database.execute("drop table customer_contact");
                database.execute("create table customer_contact (id integer primary key, recordsync_id varchar(50)"
                        + " unique, updated_at " + type + ")");

                List<Finding> bad = database.connector().check(List.of("customer_contact"), scope()).findings().stream()
                        .filter(finding -> !finding.good())
                        .toList();

                if (type.equals("bigint")) {
                    assertThat(bad)
                            .singleElement()
                            .satisfies(finding ->
                                    assertThat(finding.sentence()).contains("updated_at", "MODIFIED_COLUMN"));
                } else {
                    assertThat(bad).isEmpty();
                }
            }
        }
    }

    /** Carries out what the first bad finding says. */
    private static String mended(TestDatabase database) {
        CheckReport checkup = database.connector().check(List.of("customer_contact"), scope());
        Finding bad = checkup.findings().stream()
                .filter(finding -> !finding.good())
                .findFirst()
                .orElseThrow();
        String sql = bad.sentence()
                .replaceFirst(".*?(create table|alter table|create unique)", "$1")
                .replaceFirst("; or .*", "");
        for (String statement : sql.split(";\\s*")) {
            database.execute(statement);
        }
        return bad.what();
    }

    @ParameterizedTest
    @EnumSource
    void theColumnsAreDescribed(Server server) {
        try (TestDatabase database = server.start(Names.PLAIN)) {
            database.execute("drop table customer_contact");
            database.execute(
                    ("create table customer_contact (id %s, recordsync_id varchar(255) unique, name varchar(40) not"
                                    + " null, amount decimal(10, 2), born date)")
                            .formatted(database.settingsOf().dialect().keyType()));

            ObjectSchema schema = database.connector().describe("customer_contact", scope());

            assertThat(schema.live()).isTrue();
            assertThat(field(schema, "recordsync_id").unique()).isTrue();
            assertThat(field(schema, "name").required()).isTrue();
            assertThat(field(schema, "name").longest()).hasValue(40);
            assertThat(field(schema, "amount").required()).isFalse();
            assertThat(field(schema, "amount").unique()).isFalse();
            assertThat(field(schema, "id").required()).isFalse();
            assertThat(schema.fields()).allMatch(ObjectSchema.Field::writable);
        }
    }

    @ParameterizedTest
    @EnumSource
    void valuesKeepTheirTypes(Server server) {
        try (TestDatabase database = server.start(Names.PLAIN)) {
            database.execute("alter table customer_contact add column amount decimal(30, 2)");
            database.execute("alter table customer_contact add column born date");
            database.execute("alter table customer_contact add column seen timestamp null");
            database.execute("alter table customer_contact add column news boolean");
            Map<String, @Nullable Object> content = new HashMap<>(Map.of(
                    "amount",
                    new BigDecimal("12345678901234567.25"),
                    "born",
                    "2026-01-20",
                    "seen",
                    "2026-01-20T17:16:48Z",
                    "news",
                    true));

            write(database, upsert(Names.PLAIN, "A1", content));
            Map<String, @Nullable Object> read =
                    firstFound(database, Names.PLAIN, List.of("amount", "born", "seen", "news"));

            assertThat(read.get("born")).isEqualTo("2026-01-20");
            assertThat(read.get("seen")).isEqualTo("2026-01-20T17:16:48Z");
            assertThat(read.get("news")).isEqualTo(true);
            assertThat(read.get("amount")).isInstanceOf(BigDecimal.class);
            if (server != Server.SQLITE) { // which keeps decimals as doubles
                assertThat(read.get("amount")).isEqualTo(new BigDecimal("12345678901234567.25"));
            }
        }
    }

    /** SQLite keeps any value in any column, and its driver knows numbers alone as booleans. */
    @ParameterizedTest
    @ValueSource(strings = {"t", "true", "TRUE", "yes", "on", "1"})
    void aWordForTrueIsTrueInSqlite(String word) {
        try (TestDatabase database = Server.SQLITE.start(Names.PLAIN)) {
            database.execute("alter table customer_contact add column news boolean");
            database.execute("insert into customer_contact (email, news) values ('a@b', 'no')");
            assertThat(firstFound(database, Names.PLAIN, List.of("news"))).containsEntry("news", false);

            database.execute("update customer_contact set news = '" + word + "'");
            assertThat(firstFound(database, Names.PLAIN, List.of("news"))).containsEntry("news", true);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aValueThatDoesNotFitIsRefusedAndNotShown(Server server) {
        assumeTrue(server != Server.SQLITE, "SQLite takes anything");
        try (TestDatabase database = server.start(Names.PLAIN)) {
            database.execute("alter table customer_contact add column amount decimal(10, 2)");
            database.execute("alter table customer_contact add column code varchar(3)");

            for (Map<String, Object> content : List.<Map<String, Object>>of(
                    Map.of("amount", "marker"),
                    Map.of("code", "marker"),
                    Map.of("amount", "99999999999"),
                    Map.of("email", "marker"))) {
                ConnectorException refused = catchThrowableOfType(
                        ConnectorException.class, () -> write(database, upsert(Names.PLAIN, "A1", content)));
                assertThat(refused.kind()).isEqualTo(ErrorKind.PERMANENT);
                assertThat(refused).hasMessageNotContaining("marker").hasMessageContaining("A1");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTableWithoutAPrimaryKeyIsWrittenByRecordIdAlone(Server server) {
        try (TestDatabase database = server.start(Names.PLAIN)) {
            database.execute("drop table customer_contact");
            database.execute("create table customer_contact (recordsync_id varchar(50) unique, email varchar(100))");
            database.execute("insert into customer_contact values (null, 'b@c')");

            assertThat(write(database, upsert(Names.PLAIN, "A1", Map.of("email", "a@b"))))
                    .isEqualTo(new Written(Optional.of("A1"), Effect.CREATED));
            assertThat(write(database, upsert(Names.PLAIN, "A1", Map.of("email", "a@b")))
                            .effect())
                    .isEqualTo(Effect.UPDATED);
            assertThat(catchThrowableOfType(
                                    ConnectorException.class,
                                    () -> write(database, upsert(Names.PLAIN, "A2", Map.of("email", "b@c"))))
                            .code())
                    .isEqualTo("NO_KEY");
            assertThat(write(database, delete(Names.PLAIN, "A1")).effect()).isEqualTo(Effect.DELETED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anUnknownTableOrColumnIsNamedAndLookedForAgain(Server server) {
        try (TestDatabase database = server.start(Names.PLAIN)) {
            Write write = upsert(Names.PLAIN, "A1", Map.of("middle_name", "x"));
            ConnectorException column = catchThrowableOfType(ConnectorException.class, () -> write(database, write));
            database.execute("drop table customer_contact");
            ConnectorException table = catchThrowableOfType(
                    ConnectorException.class, () -> write(database, upsert(Names.PLAIN, "A1", Map.of())));
            database.execute(
                    "create table customer_contact (recordsync_id varchar(50) primary key, middle_name varchar(100))");

            assertThat(column.code()).isEqualTo("UNKNOWN_COLUMN");
            assertThat(column).hasMessageContaining("middle_name");
            assertThat(table.kind()).isEqualTo(ErrorKind.PERMANENT);
            assertThat(write(database, write).effect()).isEqualTo(Effect.CREATED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutATimeOfChangeAllRowsAreReadByTheirKeys(Server server) {
        Names names = Names.PLAIN;
        DatabaseSettings account = TestDatabase.settings(server.url(), names);
        DatabaseSettings settings = new DatabaseSettings(
                server.url(),
                account.username(),
                account.password(),
                "recordsync_id",
                "none",
                "none",
                1,
                TestDatabase.TIMEOUT);
        try (TestDatabase database = new TestDatabase(server.url(), names, settings)) {
            for (int i = 0; i < 5; i++) {
                write(database, upsert(names, "A" + i, Map.of("email", i + "@b")));
            }
            Page first = database.connector()
                    .read(new Read(Read.Feed.CHANGES, names.object(), List.of("email"), Cursor.BEGINNING, 3), scope());
            Page second = database.connector()
                    .read(new Read(Read.Feed.CHANGES, names.object(), List.of("email"), first.next(), 3), scope());

            assertThat(first.last()).isFalse();
            assertThat(second.last()).isTrue();
            assertThat(second.next()).isEqualTo(Cursor.BEGINNING);
            assertThat(List.of(first, second).stream()
                            .flatMap(page -> page.records().stream())
                            .map(ReadRecord::recordId)
                            .distinct())
                    .hasSize(5);
        }
    }

    private static ObjectSchema.Field field(ObjectSchema schema, String name) {
        return schema.fields().stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Written write(TestDatabase database, Write write) {
        return (Written) database.connector().write(write, scope());
    }

    /** Rows without a time have the first page, where there can be such. */
    private static Map<String, @Nullable Object> firstFound(TestDatabase database, Names names, List<String> fields) {
        Read read = new Read(Read.Feed.CHANGES, names.object(), fields, Cursor.BEGINNING, 10);
        Page page = database.connector().read(read, scope());
        if (page.records().isEmpty()) {
            page = database.connector().read(read.from(page.next()), scope());
        }
        return page.records().getFirst().content();
    }

    private static Write upsert(Names names, String recordId, Map<String, ?> content) {
        Optional<Write.Match> match = Optional.ofNullable(content.get(names.email()))
                .map(email -> new Write.Match(names.email(), email.toString()));
        return new Write(Operation.UPSERT, names.object(), recordId, Optional.empty(), new HashMap<>(content), match);
    }

    private static Write delete(Names names, String recordId) {
        return new Write(Operation.DELETE, names.object(), recordId, Optional.empty(), Map.of(), Optional.empty());
    }

    private static CallScope scope() {
        return new CallScope(Deadline.in(Duration.ofSeconds(60)), Permits.UNLIMITED);
    }
}
