package io.recordsync.starter.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.recordsync.process.RunningProcess;
import io.recordsync.starter.TestServers;
import io.recordsync.starter.rest.HeldTables;
import io.recordsync.starter.rest.Parking;
import io.recordsync.store.Store;
import io.recordsync.store.ledger.RecordKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(Lifecycle.PER_CLASS)
class CommandsTest {

    private static final String TOPIC = "command-events";
    private static final String UNREAD = "command-events-unread";
    private static final Duration SOON = Duration.ofMinutes(1);

    @RegisterExtension
    static final TestServers SERVERS = new TestServers();

    private @Nullable RunningProcess starter;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        SERVERS.createTopic(TOPIC, 1_000_000);
        SERVERS.createTopic(UNREAD, 1_000_000);
        starter = SERVERS.starter(TOPIC, Map.of());
        assertThat(send(file(folder, contact("A1") + "\n" + contact("A2")), TOPIC).exitCode)
                .isZero();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(SERVERS.signals.of("A1")).contains("changed 1"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(SERVERS.signals.of("A2")).contains("changed 1"));
        Parking parking = new Parking(starter.bean(Store.class));
        parking.park(new RecordKey("default", "contact", "A1"), "salesforce", "hubspot");
        parking.park(new RecordKey("default", "contact", "A2"), "salesforce", "hubspot");
    }

    @AfterAll
    void stop() {
        starter.close();
    }

    @Test
    void theOverviewIsReadable() {
        starter.bean(Store.class)
                .circuits()
                .open(
                        SERVERS.worker(starter.bean(Store.class), "hubspot"),
                        "acme",
                        "hubspot",
                        "the token is refused",
                        "error-3");
        assertThat(ask(new StatusCommand()).lines())
                .contains(
                        "Events         2: 2 parked",
                        "Calls in 24 h  none",
                        "DELIVERIES  DELIVERED  PARKED",
                        "hubspot     0          2",
                        "salesforce  2          0")
                .anyMatch(line -> line.startsWith("Unsettled      "))
                .anyMatch(line -> line.matches(
                        " {15}hubspot for tenant acme, since .*Z: the token is refused \\(error id error-3\\)"));
    }

    @Test
    void aRecordsStatusIsReadable() {
        assertThat(ask(new StatusCommand(), "A1").lines())
                .anyMatch(line -> line.matches("contact A1 of tenant default: revision 1, changed .*Z"))
                .anyMatch(line -> line.matches("Workflow sync/default/contact/A1: .*"))
                .anyMatch(line -> line.matches("hubspot +parked +0 of 1 +- +.*"))
                .anyMatch(line -> line.matches("salesforce +delivered +1 +003xx +.*Z"))
                .contains(
                        "hubspot: the system refuses it (INVALID_EMAIL, error id error-7)",
                        "  After you have removed the cause: recordsync retry A1 --system hubspot")
                .anyMatch(line -> line.matches("create +parked +1 +command-events +kafka:command-events/0@0 +.*Z"));
    }

    @Test
    void jsonIsTheAnswerAsItIs() {
        String answer = ask(new StatusCommand(), "A1", "--json");
        assertThat(JsonMapper.shared()
                        .readTree(answer)
                        .at("/deliveries/0/state")
                        .asString())
                .isEqualTo("parked");
        assertThat(JsonMapper.shared()
                        .readTree(ask(new StatusCommand(), "--json"))
                        .at("/counts/events/total")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void aRetryAndASkipReachTheWorkflow() {
        assertThat(ask(new RetryCommand(), "A1", "--system", "hubspot"))
                .isEqualTo("sync/default/contact/A1 was signalled: it retries the delivery to hubspot.");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(SERVERS.signals.of("A1")).contains("retry hubspot"));
        assertThat(ask(new SkipCommand(), "A2"))
                .isEqualTo("sync/default/contact/A2 was signalled: it gives up the delivery to hubspot until the"
                        + " record's next change.");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(SERVERS.signals.of("A2")).contains("skip null"));
    }

    @Test
    void allThatIsParkedAndMatchesIsTriedAgain() {
        assertThat(ask(new RetryCommand(), "--failed", "--system", "hubspot", "--reason", "INVALID_EMAIL"))
                .isEqualTo("2 parked deliveries are being retried.");
        for (String id : List.of("A1", "A2")) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(SERVERS.signals.of(id)).contains("retry hubspot"));
        }
        assertThat(ask(new RetryCommand(), "--failed", "--system", "salesforce"))
                .isEqualTo("No parked delivery matches.");
        assertThat(ask(new RetryCommand(), "--failed", "--reason", "OTHER")).isEqualTo("No parked delivery matches.");
    }

    @Test
    void aRetryOfAllThatFailedCountsNothing() {
        HeldTables held = HeldTables.thatOnlyCountsRead(starter.bean(DataSource.class));
        try (held) {
            assertThat(ask(new RetryCommand(), "--failed")).isEqualTo("2 parked deliveries are being retried.");
        }
    }

    /** More settled records than one page holds are between the unfinished records. A1 and A2 are parked, too. */
    @Test
    void aSweepOfAllTellsOfWhatIsNotFinishedWhereverItIs() {
        JdbcClient database = JdbcClient.create(starter.bean(DataSource.class));
        database.sql("""
                insert into image (tenant, entity, record_id, revision, routed_revision)
                select 'default', 'account', 'settled' || n, 1, 1 from generate_series(1, 4500) as n
                union all values ('default', 'company', 'C1', 3, 1), ('default', 'company', 'C2', 7, 7)
                """).update();
        database.sql("""
                insert into delivery (tenant, entity, record_id, system, state, due_revision, settled_revision)
                values ('default', 'company', 'C2', 'hubspot', 'parked', 7, 7)
                """).update();

        assertThat(ask(new SweepCommand(), "--all"))
                .isEqualTo("Of 4,504 records, 4 are unsettled or parked. Their workflows have been signalled.");

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(SERVERS.signals.of("C1")).contains("changed 3"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(SERVERS.signals.of("C2")).contains("changed 7"));
        database.sql("delete from delivery where entity = 'company'").update();
        database.sql("delete from image where entity <> 'contact'").update();
    }

    @Test
    void deliveriesAreListedByPage() {
        List<String> first = ask(new StatusCommand(), "--state", "parked", "--system", "hubspot", "--limit", "1")
                .lines()
                .toList();
        assertThat(first)
                .anyMatch(line ->
                        line.matches("contact +A1 +hubspot +parked +.*Z +the system refuses it \\(INVALID_EMAIL, .*"))
                .noneMatch(line -> line.contains("A2"));
        String cursor = first.getLast().replaceFirst("There are more. For the next page add --after ", "");
        assertThat(ask(new StatusCommand(), "--state", "parked", "--system", "hubspot", "--after", cursor))
                .contains("A2")
                .doesNotContain("A1", "There are more");
        assertThat(ask(new StatusCommand(), "--state", "parked", "--tenant", "acme"))
                .isEqualTo("No delivery matches.");
    }

    @Test
    void whatTheApiRefusesIsSaidWithItsErrorId() {
        Run unknown = run(new StatusCommand(), "nobody", "--api", api());
        assertThat(unknown.exitCode).isEqualTo(1);
        assertThat(unknown.err)
                .matches("No change of default/contact/nobody was ever accepted\\. .* \\(error id [0-9a-f-]{36}\\)\\R");
    }

    @Test
    void anApiThatCannotBeReachedIsSaidInOneSentence() {
        Run away = run(new StatusCommand(), "--api", "http://127.0.0.1:1/");
        assertThat(away.exitCode).isEqualTo(1);
        assertThat(away.err.strip())
                .isEqualTo("The API at http://127.0.0.1:1 cannot be reached."
                        + " Start it with `recordsync starter`, or give its address with --api.");
    }

    @Test
    void anotherServerIsNotTakenForTheApi() {
        Run other = run(new StatusCommand(), "--api", api() + "/elsewhere/than/that");
        assertThat(other.exitCode).isEqualTo(1);
        assertThat(other.err).isNotBlank().doesNotContain("Exception");
    }

    @Test
    void aCommandThatSaysTooMuchOrTooLittleIsNotUnderstood() {
        assertNotUnderstood(
                run(new StatusCommand(), "A1", "--state", "parked"),
                "Give either ID, or options that select deliveries.");
        assertNotUnderstood(run(new SweepCommand()), "--all");
        assertNotUnderstood(run(new RetryCommand()), "Give either ID or --failed.");
        assertNotUnderstood(run(new RetryCommand(), "A1", "--failed"), "Give either ID or --failed.");
        assertNotUnderstood(run(new RetryCommand(), "A1", "--reason", "OTHER"), "Give either ID or --failed.");
    }

    private static void assertNotUnderstood(Run run, String sentence) {
        assertThat(run.exitCode).isEqualTo(2);
        assertThat(run.err).contains(sentence);
    }

    @Test
    void linesAreSentAsTheyAreUnderTheirRecordsIds(@TempDir Path folder) throws IOException {
        Run run = send(file(folder, contact("K1") + "\r\n\n{\"half\":\n" + contact("K1") + "\n"), UNREAD);
        assertThat(run.exitCode).isZero();
        assertThat(run.out)
                .contains("Sent 3 messages to " + UNREAD)
                .contains("(3 to partition 0)")
                .contains("Messages without a key, because they cannot be read as events: 1.");
        assertThat(SERVERS.read(UNREAD, 3).stream().map(CommandsTest::text).limit(3))
                .containsExactly("K1=" + contact("K1"), "null={\"half\":", "K1=" + contact("K1"));
    }

    @Test
    void aFileThatIsNotThereIsSaidInOneSentence(@TempDir Path folder) {
        Run run = send(folder.resolve("none.json"), UNREAD);
        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.err).contains("none.json cannot be read").doesNotContain("Exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"send", "status", "retry", "skip", "resolve", "link", "unlink", "sweep", "starter"})
    void everyCommandExplainsItself(String name) {
        Run run = run(command(name), "--help");
        assertThat(run.exitCode).isZero();
        assertThat(run.out).contains("Usage: " + name, "Example");
    }

    private static Callable<Integer> command(String name) {
        return switch (name) {
            case "send" -> new SendCommand();
            case "status" -> new StatusCommand();
            case "retry" -> new RetryCommand();
            case "skip" -> new SkipCommand();
            case "resolve" -> new ResolveCommand();
            case "link" -> new LinkCommand();
            case "unlink" -> new UnlinkCommand();
            case "sweep" -> new SweepCommand();
            default -> new StarterCommand();
        };
    }

    private record Run(int exitCode, String out, String err) {}

    /** The output of a command that must succeed. */
    private String ask(Callable<Integer> command, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--api", api()));
        Run run = run(command, all.toArray(String[]::new));
        assertThat(run.exitCode).as(run.err).isZero();
        return run.out.strip();
    }

    private static Run send(Path file, String topic) {
        Map<String, String> servers = SERVERS.environment(topic);
        return run(
                new SendCommand(),
                file.toString(),
                "--kafka-bootstrap-servers",
                servers.get("KAFKA_BOOTSTRAP_SERVERS"),
                "--kafka-topic",
                topic);
    }

    /** Runs a command as the launcher does: a failure is printed as a sentence. */
    private static Run run(Callable<Integer> command, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    line.getErr().println(failure.getMessage());
                    return 1;
                })
                .execute(arguments);
        return new Run(exitCode, out.toString(), err.toString());
    }

    private String api() {
        return "http://127.0.0.1:" + starter.port();
    }

    private static Path file(Path folder, String text) throws IOException {
        return Files.writeString(folder.resolve("events"), text);
    }

    private static String text(ConsumerRecord<byte[], byte[]> message) {
        String key = message.key() == null ? "null" : new String(message.key(), StandardCharsets.UTF_8);
        return key + "=" + new String(message.value(), StandardCharsets.UTF_8);
    }

    private static String contact(String id) {
        return """
                {"record":"contacts","operation":"create","timestamp":"2024-01-15T10:30:00",\
                "item":{"id":"%s","name":"Ann","contact":"lead"}}""".formatted(id);
    }
}
