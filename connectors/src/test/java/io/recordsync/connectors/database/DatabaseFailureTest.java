package io.recordsync.connectors.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.CheckReport;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ConnectorFixture;
import io.recordsync.connectors.Deadline;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Permits;
import io.recordsync.connectors.SystemUnderTest;
import io.recordsync.postgres.FreePort;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of writes to a PostgreSQL that refuses, fails, or is away. */
class DatabaseFailureTest extends ConnectorFixture {

    private static final String OBJECT = Names.PLAIN.object();

    DatabaseFailureTest() {
        super(new DatabaseUnderTest(Servers::postgreSql, Names.PLAIN));
    }

    private TestDatabase database() {
        return (TestDatabase) tested;
    }

    @ParameterizedTest
    @CsvSource({
        "08006, UNAVAILABLE",
        "28000, ACCOUNT_REFUSED",
        "3D000, ACCOUNT_REFUSED",
        "42501, ACCOUNT_REFUSED",
        "40001, TRANSIENT",
        "40P01, TRANSIENT",
        "55P03, TRANSIENT",
        "25006, UNAVAILABLE",
        "53100, UNAVAILABLE",
        "53300, UNAVAILABLE",
        "57014, UNAVAILABLE",
        "57P03, UNAVAILABLE",
        "58030, UNAVAILABLE",
        "70100, UNAVAILABLE",
        "XX000, UNAVAILABLE",
        "22001, PERMANENT",
        "22P02, PERMANENT",
        "23502, PERMANENT",
        "23503, PERMANENT",
        "23505, PERMANENT",
        "23514, PERMANENT",
        "44000, PERMANENT",
        "45000, PERMANENT",
        "P0001, PERMANENT",
        "54000, PERMANENT",
        "21000, PERMANENT",
        "42P01, PERMANENT",
        "42703, PERMANENT",
        "3F000, PERMANENT",
        "0A000, PERMANENT",
        "ZZ999, TRANSIENT"
    })
    void eachStateOfTheTableHasItsMeaning(String state, ErrorKind kind) {
        onInsert("raise exception 'marker' using errcode = '%s', detail = 'marker', hint = 'marker'".formatted(state));

        ConnectorException failure = failure(() -> write(upsert("A1")));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.code()).isEqualTo(state);
        assertThat(failure.inDoubt()).isFalse();
        assertThat(failure)
                .hasMessageContaining(connector.system())
                .hasMessageContaining("A1")
                .hasMessageEndingWith(".")
                .hasNoCause();
    }

    @Test
    void aServerThatIsAwayLeavesNoDoubt() throws IOException {
        try (DatabaseConnector away = connector(
                String.format(Locale.ROOT, "jdbc:postgresql://127.0.0.1:%d/x", FreePort.draw()), "postgres")) {
            ConnectorException one = failure(() -> away.write(upsert("A1"), scope()));
            ConnectorException many = failure(() -> away.writeAll(List.of(upsert("A1"), upsert("A2")), scope()));

            assertThat(List.of(one, many)).allSatisfy(failure -> {
                assertThat(failure.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
                assertThat(failure.inDoubt()).isFalse();
            });
            assertThat(finding(away.check(List.of(OBJECT), scope()), "connection")
                            .good())
                    .isFalse();
        }
    }

    @Test
    void aUserWhoIsNotLetInIsNoFaultOfTheRecord() {
        try (DatabaseConnector stranger = connector(Servers.postgreSql(), "nobody")) {
            ConnectorException refused = failure(() -> stranger.write(upsert("A1"), scope()));

            assertThat(refused.kind()).isEqualTo(ErrorKind.ACCOUNT_REFUSED);
            assertThat(finding(stranger.check(List.of(OBJECT), scope()), "credentials")
                            .good())
                    .isFalse();
        }
    }

    @Test
    void aUserWhoMayOnlyReadIsRefusedAndTheCheckNamesTheRight() {
        database().execute("drop role if exists reader");
        database().execute("create role reader login password 'pass-word'");
        database().execute("grant select on customer_contact to reader");
        try (DatabaseConnector reader = connector(Servers.postgreSql(), "reader")) {
            ConnectorException refused = failure(() -> reader.writeAll(List.of(upsert("A1"), upsert("A2")), scope()));

            assertThat(refused.kind()).isEqualTo(ErrorKind.ACCOUNT_REFUSED);
            assertThat(refused.code()).isEqualTo("42501");
            CheckReport.Finding rights = finding(reader.check(List.of(OBJECT), scope()), "permissions of " + OBJECT);
            assertThat(rights.good()).isFalse();
            assertThat(rights.sentence())
                    .contains("Grant the user select, insert, update and delete on \"public\".\"customer_contact\"");
        }
        database().execute("drop owned by reader");
        database().execute("drop role reader");
    }

    @Test
    void aConnectionKilledBeforeTheCommitLeavesNothingAndNoDoubt() {
        onInsert("perform pg_terminate_backend(pg_backend_pid())");

        ConnectorException killed = failure(() -> writeAll(List.of(upsert("A1"), upsert("A2"))));

        assertThat(killed.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
        assertThat(killed.inDoubt()).isFalse();
        assertThat(stored("A1")).isEmpty();
        database().execute("drop trigger fault on customer_contact");
        assertThat(write(upsert("A1")).effect()).isEqualTo(Effect.CREATED);
    }

    @Test
    void aConnectionKilledDuringTheCommitIsInDoubt() {
        atCommit("perform pg_terminate_backend(pg_backend_pid())");

        ConnectorException killed = failure(() -> write(upsert("A1")));

        assertThat(killed.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
        assertThat(killed.inDoubt()).isTrue();
        assertThat(stored("A1")).isEmpty();
    }

    @Test
    void aConstraintThatIsCheckedAtTheCommitRefusesWithoutDoubtAndTheRowsGoAlone() {
        atCommit("raise exception 'marker' using errcode = '23514'");

        List<Outcome> together = writeAll(List.of(upsert("A1"), upsert("A2")));
        ConnectorException alone = failure(() -> write(upsert("A1")));

        assertThat(together)
                .allSatisfy(outcome -> assertThat(refusal(outcome).kind()).isEqualTo(ErrorKind.PERMANENT));
        assertThat(alone.kind()).isEqualTo(ErrorKind.PERMANENT);
        assertThat(alone.inDoubt()).isFalse();
    }

    @Test
    void aReplyLostAfterTheCommitIsInDoubtAndTheRepeatedWriteLeavesOneRecord() {
        String url = Servers.postgreSql();
        int port = Integer.parseInt(url.replaceAll("\\D", ""));
        try (FlakyWay way = new FlakyWay(port);
                DatabaseConnector flaky = connector(
                        url.replace(":" + port, ":" + way.port()), "postgres", Servers.postgreSqlPassword())) {
            flaky.write(delete("nobody", Optional.empty()), scope());
            for (FlakyWay.Answer answer : List.of(FlakyWay.Answer.IS_LOST, FlakyWay.Answer.NEVER_COMES)) {
                way.answerToCommit(answer);
                ConnectorException lost = failure(() -> flaky.writeAll(List.of(upsert("A1"), upsert("A2")), scope()));

                assertThat(lost.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
                assertThat(lost.inDoubt()).isTrue();
            }
            way.answerToCommit(FlakyWay.Answer.ARRIVES);

            assertThat(flaky.writeAll(List.of(upsert("A1"), upsert("A2")), scope()).stream()
                            .map(ConnectorFixture::effect))
                    .containsOnly(Effect.UPDATED);
            assertThat(tested.creates("A1")).isEqualTo(1);
        }
    }

    @Test
    void aRowThatAnotherTransactionHoldsIsTriedAgainAndHarmsNoOther() throws SQLException {
        write(upsert("A1"));
        try (Connection other = database().connect()) {
            other.setAutoCommit(false);
            other.createStatement().execute("select * from customer_contact where recordsync_id = 'A1' for update");

            List<Outcome> outcomes = writeAll(List.of(upsert("A1"), upsert("A2")));

            assertThat(refusal(outcomes.get(0)).kind()).isEqualTo(ErrorKind.TRANSIENT);
            assertThat(refusal(outcomes.get(0)).code()).isEqualTo("55P03");
            assertThat(effect(outcomes.get(1))).isEqualTo(Effect.CREATED);
        }
    }

    @Test
    void aStatementThatTakesTooLongIsStopped() {
        onInsert("perform pg_sleep(60)");
        CallScope hasty = new CallScope(Deadline.in(Duration.ofSeconds(4)), Permits.UNLIMITED);

        ConnectorException late = failure(() -> connector.write(upsert("A1"), hasty));

        assertThat(late.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
        assertThat(late.inDoubt()).isFalse();
        assertThat(stored("A1")).isEmpty();
    }

    @Test
    void withoutTimeOrPermitNothingIsSent() {
        CallScope late = new CallScope(Deadline.in(Duration.ofMillis(500)), Permits.UNLIMITED);

        assertThatThrownBy(() -> connector.write(upsert("A1"), late)).isInstanceOf(CallDeferredException.class);
        assertThatThrownBy(() -> connector.write(upsert("A1"), scopeOf(0))).isInstanceOf(CallDeferredException.class);
        assertThatThrownBy(() -> connector.writeAll(List.of(upsert("A1")), scopeOf(0)))
                .isInstanceOf(CallDeferredException.class);
        assertThat(calls()).isZero();
    }

    @Test
    void everyTransactionHasAPermit() {
        write(upsert("A1"));
        writeAll(List.of(upsert("A1"), upsert("A2"), delete("A3", Optional.empty())));
        connector.describe(OBJECT, scope());
        connector.check(List.of(OBJECT), scope());

        assertThat((long) permits()).isEqualTo(calls());
    }

    @Test
    void theQuotaNamesItsDatabaseWithoutASecret() {
        assertThat(connector.capabilities().quota().account()).startsWith("database:localhost:");
        assertThat(connector.capabilities().quota().windows()).isEmpty();
        assertThat(connector.capabilities().quota().dailyLimit()).isEmpty();
    }

    @Test
    void aTriggerThatIsInterruptedLeavesTheThreadInterruptedAndNoDoubt() throws InterruptedException {
        onInsert("perform pg_sleep(60)");
        Thread[] writer = new Thread[1];
        Throwable[] thrown = new Throwable[1];
        boolean[] interrupted = new boolean[1];
        writer[0] = Thread.ofVirtual().start(() -> {
            try {
                connector.write(upsert("A1"), scope());
            } catch (RuntimeException e) {
                thrown[0] = e;
                interrupted[0] = Thread.currentThread().isInterrupted();
            }
        });
        awaitSleeper();
        writer[0].interrupt();
        writer[0].join(Duration.ofSeconds(30));

        database()
                .query("select count(pg_terminate_backend(pid)) from pg_stat_activity where wait_event = ?", "PgSleep");
        assertThat(thrown[0]).isInstanceOf(CallDeferredException.class);
        assertThat(interrupted[0]).isTrue();
    }

    private void awaitSleeper() {
        String sleepers = "select count(*) from pg_stat_activity where wait_event = ?";
        for (int i = 0; i < 100_000 && database().query(sleepers, "PgSleep") == 0; i++) {
            Thread.onSpinWait();
        }
    }

    private void onInsert(String statement) {
        database()
                .execute(("create or replace function fault() returns trigger language plpgsql as $$ begin %s;"
                                + " return new; end $$")
                        .formatted(statement));
        database()
                .execute(
                        "create trigger fault before insert on customer_contact for each row execute function fault()");
    }

    private void atCommit(String statement) {
        database()
                .execute(("create or replace function fault() returns trigger language plpgsql as $$ begin %s;"
                                + " return new; end $$")
                        .formatted(statement));
        database()
                .execute("create constraint trigger fault after insert on customer_contact deferrable initially"
                        + " deferred for each row execute function fault()");
    }

    private static DatabaseConnector connector(String url, String user) {
        return connector(url, user, "pass-word");
    }

    private static DatabaseConnector connector(String url, String user, String password) {
        return new DatabaseConnector(
                SystemUnderTest.SYSTEM,
                new DatabaseSettings(
                        url, user, password, "recordsync_id", "updated_at", "none", 5, Duration.ofSeconds(3)));
    }

    private static CheckReport.Finding finding(CheckReport checkup, String what) {
        return checkup.findings().stream()
                .filter(finding -> finding.what().equals(what))
                .findFirst()
                .orElseThrow(() -> new AssertionError(checkup));
    }
}
