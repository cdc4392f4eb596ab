package io.recordsync.worker.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.postgres.PrivatePostgres;
import io.recordsync.rules.RuleSet;
import io.recordsync.store.Store;
import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.Conflict.Kind;
import io.recordsync.store.ledger.Change.Form;
import io.recordsync.store.ledger.Change.Operation;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Small sequences that a natural implementation of two-way sync gets wrong, on the real ledger between two systems in
 * memory. Each begins with a record of Kafka that is the same everywhere.
 */
class SequencesTest {

    private static final String RULES = """
            name: sequences
            routes: {contact: [a, b]}
            merge: {contact: {match: [email]}}
            systems:
              a:
                entities:
                  contact:
                    object: Contact
                    match: Email
                    read: {every: 5m}
                    fields:
                      %s
                      Email: {value: record.email, type: email}
                      Phone: {value: record.phone, type: phone, region: US}
                      Status: record.status
                    %s
              b:
                entities:
                  contact:
                    object: Contact
                    match: Email
                    read: {every: 5m}
                    fields:
                      Name: record.name
                      Email: {value: record.email, type: email}
                      Phone: {value: record.phone, type: phone, region: US}
                      Status: record.status
            """;

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private static @Nullable PrivatePostgres postgres;

    @BeforeAll
    static void startPostgres() throws IOException {
        postgres = PrivatePostgres.start();
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        Objects.requireNonNull(postgres).close();
    }

    @Test
    void aPersonSetsAValueThatWasThereBefore() {
        TwoSides sides = start();
        sides.a.personSets("a1", "Status", "Closed");
        sides.rest();
        sides.b.personSets("b1", "Status", "open");
        sides.rest();
        sides.a.personSets("a1", "Status", "Closed");
        sides.rest();

        assertEverywhere(sides, "status", "Status", "Closed");
        assertThat(sides.writes()).isEqualTo(2 + 3);
        assertThat(sides.conflicts(sides.a)).isEmpty();
    }

    @Test
    void anEditThatTheForwardMappingLosesIsAConflict() {
        TwoSides sides = startWithTwoNames();
        sides.a.personSets("a1", "FirstName", "Mary Ann");
        sides.rest();

        assertThat(sides.image().fields()).containsEntry("name", "Mary Smith");
        assertThat(sides.a.only().content()).containsEntry("FirstName", "Mary Ann");
        assertThat(sides.b.only().content()).containsEntry("Name", "Mary Smith");
        assertThat(sides.writes()).isEqualTo(2);
        assertThat(sides.conflicts(sides.a)).extracting(Conflict::kind).containsExactly(Kind.UNREPRESENTABLE);
    }

    @Test
    void anEditWhileOurOwnChangeOfAnotherFieldIsDueIsNoConflict() {
        TwoSides sides = start();
        sides.a.personSets("a1", "Status", "Closed");
        sides.kafkaSets("phone", "555.000.0003");
        sides.read(sides.a);
        assertThat(sides.conflicts(sides.a)).isEmpty();
        sides.rest();

        assertEverywhere(sides, "status", "Status", "Closed");
        assertThat(sides.a.only().content()).containsEntry("Phone", "+15550000003");
        assertThat(sides.b.only().content()).containsEntry("Phone", "+15550000003");
        assertThat(sides.writes()).isEqualTo(2 + 2);
    }

    @Test
    void ofTwoEditsInARowTheOneThatFitsIsTaken() {
        TwoSides sides = startWithTwoNames();
        sides.a.personSets("a1", "Phone", "555.000.0003");
        sides.a.personSets("a1", "FirstName", "Mary Ann");
        sides.rest();

        assertThat(sides.image().fields())
                .containsEntry("phone", "+15550000003")
                .containsEntry("name", "Mary Smith");
        assertThat(sides.a.only().content()).containsEntry("Phone", "555.000.0003");
        assertThat(sides.b.only().content()).containsEntry("Phone", "+15550000003");
        assertThat(sides.writes()).isEqualTo(2 + 1);
        assertThat(sides.conflicts(sides.a)).extracting(Conflict::path).containsExactly("name");
    }

    @Test
    void aValueOfNoTypeIsAConflictAndBothSidesKeepTheirs() {
        TwoSides sides = start();
        sides.a.personSets("a1", "Phone", "call me");
        sides.rest();

        assertThat(sides.image().fields()).containsEntry("phone", "+15550000001");
        assertThat(sides.a.only().content()).containsEntry("Phone", "call me");
        assertThat(sides.writes()).isEqualTo(2);
        assertThat(sides.conflicts(sides.a)).extracting(Conflict::kind).containsExactly(Kind.UNREADABLE);
    }

    @Test
    void anEditWithinTheSecondOfOurWriteIsTaken() {
        TwoSides sides = start();
        sides.kafkaSets("status", "Closed");
        sides.deliver(sides.a);
        sides.a.personSets("a1", "Phone", "555.000.0003");
        sides.rest();

        assertEverywhere(sides, "status", "Status", "Closed");
        assertThat(sides.a.only().content()).containsEntry("Phone", "555.000.0003");
        assertThat(sides.b.only().content()).containsEntry("Phone", "+15550000003");
        assertThat(sides.writes()).isEqualTo(2 + 2);
    }

    @Test
    void aWriteInDoubtIsTakenBackIfOursHasGoneBack() {
        TwoSides sides = start();
        sides.kafkaSets("status", "Closed");
        sides.a.loseNextAnswer();
        sides.deliver(sides.a);
        sides.kafkaSets("status", "open");
        sides.rest();

        assertEverywhere(sides, "status", "Status", "open");
        assertThat(sides.a.writes()).isEqualTo(1 + 2);
        assertThat(sides.b.writes()).isEqualTo(1);
    }

    @Test
    void aSystemThatCutsAValueAndDoesNotShowItKeepsTheCutValueAlone() {
        TwoSides sides = start();
        sides.a.keeping(value -> value instanceof String text && text.length() > 12 ? text.substring(0, 5) : value);
        sides.kafkaSets("status", "Waiting for long");
        sides.rest();

        assertThat(sides.image().fields()).containsEntry("status", "Waiting for long");
        assertThat(sides.a.only().content()).containsEntry("Status", "Waiti");
        assertThat(sides.b.only().content()).containsEntry("Status", "Waiting for long");
        assertThat(sides.writes()).isEqualTo(2 + 2);
    }

    @Test
    void aWriteThatMovesNoTimeHidesNoEdit() {
        TwoSides sides = start();
        sides.a.movingTimeOnlyWithValues();
        sides.a.personSets("a1", "Phone", "555.000.0003");
        sides.a.personSets("a1", "Status", "Closed");
        sides.a.age(Duration.ofSeconds(20));
        sides.kafkaSets("status", "Closed");
        sides.deliver(sides.a);
        sides.rest();

        assertEverywhere(sides, "status", "Status", "Closed");
        assertThat(sides.a.only().content()).containsEntry("Phone", "555.000.0003");
        assertThat(sides.b.only().content()).containsEntry("Phone", "+15550000003");
        assertThat(sides.writes()).isEqualTo(2 + 2);
    }

    @Test
    void anEditIsTakenWhileAWriteStaysInDoubt() {
        TwoSides sides = start();
        sides.kafkaSets("status", "Closed");
        sides.a.loseNextAnswer();
        sides.deliver(sides.a);
        sides.a.personSets("a1", "Phone", "555.000.0003");
        sides.read(sides.a);
        sides.deliver(sides.b);

        assertThat(sides.image().fields()).containsEntry("status", "Closed").containsEntry("phone", "+15550000003");
        assertThat(sides.b.only().content()).containsEntry("Status", "Closed").containsEntry("Phone", "+15550000003");

        sides.rest();
        assertThat(sides.a.only().content()).containsEntry("Status", "Closed").containsEntry("Phone", "555.000.0003");
        assertThat(sides.writes()).isEqualTo(2 + 3);
    }

    @Test
    void anEditSinceTheDeleteKeepsTheRecordWhole() {
        TwoSides sides = start();
        sides.kafka(Operation.DELETE, Form.SNAPSHOT, Map.of());
        sides.a.personSets("a1", "Phone", "555.000.0003");
        sides.read(sides.a);
        sides.rest();

        assertThat(sides.image().deleted()).isFalse();
        assertThat(sides.image().fields())
                .isEqualTo(
                        Map.of("name", "Mary Smith", "email", "u1@x.com", "phone", "+15550000003", "status", "open"));
        assertThat(sides.a.only().content()).containsEntry("Phone", "555.000.0003");
        assertThat(sides.b.only().content()).containsEntry("Phone", "+15550000003");
        assertThat(sides.writes()).isEqualTo(2 + 1);
    }

    @Test
    void aCreateThatMeetsARowOfAPersonLinksItAndFillsItsBlanks() {
        TwoSides sides = new TwoSides(newLedger(), rules(false));
        sides.a.personMakes(row("Bob Jones", "555.000.0003", null));
        create(sides);
        sides.deliver(sides.a);
        sides.rest();

        assertThat(sides.a.only().content())
                .containsEntry("Name", "Bob Jones")
                .containsEntry("Phone", "555.000.0003")
                .containsEntry("Status", "open");
        assertThat(sides.a.only().recordId()).contains("k1");
        assertThat(sides.b.only().content()).containsEntry("Name", "Mary Smith");
        assertThat(sides.image().fields())
                .containsEntry("phone", "+15550000001")
                .containsEntry("name", "Mary Smith");
        assertThat(sides.writes()).isEqualTo(2);
    }

    @Test
    void theLaterOfTwoEditsWinsAndTheOtherIsKept() {
        TwoSides sides = start();
        sides.kafkaSets("status", "lost");
        sides.a.personSets("a1", "Status", "won");
        sides.rest();

        assertEverywhere(sides, "status", "Status", "won");
        assertThat(sides.lost())
                .singleElement()
                .satisfies(lost -> assertThat(lost.value()).isEqualTo("lost"));
    }

    private static void assertEverywhere(TwoSides sides, String path, String field, String value) {
        assertThat(sides.image().fields()).containsEntry(path, value);
        assertThat(sides.a.only().content()).containsEntry(field, value);
        assertThat(sides.b.only().content()).containsEntry(field, value);
    }

    private static TwoSides start() {
        return start(rules(false));
    }

    private static TwoSides startWithTwoNames() {
        return start(rules(true));
    }

    private static TwoSides start(RuleSet rules) {
        TwoSides started = new TwoSides(newLedger(), rules);
        create(started);
        started.rest();
        return started;
    }

    private static Store newLedger() {
        PrivatePostgres server = Objects.requireNonNull(postgres);
        String name = "sequence" + DATABASES.incrementAndGet();
        JdbcClient.create(server.dataSource()).sql("create database " + name).update();
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(server.url(name));
        return Store.open(database);
    }

    private static void create(TwoSides sides) {
        sides.kafka(
                Operation.CREATE,
                Form.SNAPSHOT,
                Map.of("name", "Mary Smith", "email", "u1@x.com", "phone", "+15550000001", "status", "open"));
    }

    private static Map<String, @Nullable Object> row(String name, String phone, @Nullable String status) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("Name", name);
        row.put("Email", "u1@x.com");
        row.put("Phone", phone);
        row.put("Status", status);
        return row;
    }

    private static RuleSet rules(boolean twoNames) {
        return RuleSet.parse(
                RULES.formatted(
                        twoNames
                                ? "FirstName: firstName(record.name)\n          LastName: lastName(record.name)"
                                : "Name: record.name",
                        twoNames ? "back: {name: 'join(found.FirstName, found.LastName)'}" : ""),
                "test");
    }
}
