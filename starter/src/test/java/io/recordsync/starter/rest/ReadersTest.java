package io.recordsync.starter.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.recordsync.connectors.SystemDescriptor;
import io.recordsync.connectors.SystemDescriptor.Intervals;
import io.recordsync.process.RunningProcess;
import io.recordsync.starter.TestServers;
import io.recordsync.starter.cli.CancelCommand;
import io.recordsync.starter.cli.ReadersCommand;
import io.recordsync.store.Store;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.reading.NewRun;
import io.recordsync.store.reading.Run;
import io.recordsync.store.reading.Run.Course;
import io.recordsync.store.reading.RunKind;
import io.recordsync.store.reading.RunStatus;
import io.recordsync.store.reading.RunStore.Answer;
import io.recordsync.workflows.ReadChangesInput;
import io.recordsync.workflows.ReadChangesStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/** The readers by REST and by the commands. Temporal in memory has no schedules. */
@TestInstance(Lifecycle.PER_CLASS)
class ReadersTest {

    private static final String TOPIC = "readers-events";
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @RegisterExtension
    static final TestServers SERVERS = new TestServers();

    private final LinkedBlockingQueue<String> pushed = new LinkedBlockingQueue<>();
    private @Nullable HttpServer simulator;
    private @Nullable RunningProcess starter;
    private @Nullable Api api;
    private @Nullable Store store;

    private record Printed(int exitCode, String out, String err) {}

    @BeforeAll
    void start() throws IOException {
        simulator = simulator();
        SERVERS.createTopic(TOPIC, 1_000_000);
        starter = SERVERS.starter(
                TOPIC,
                Map.of(
                        "SIMULATORS_ADDRESSES",
                        "salesforce=http://127.0.0.1:" + simulator.getAddress().getPort()));
        api = new Api(starter.port());
        store = starter.bean(Store.class);
        Stream.of("salesforce", "outreach", "sqlite", "crm-to-go", "paused", "cancelled", "lost")
                .forEach(system -> tell(system, List.of("contact")));
        tell("hubspot", List.of());
    }

    /** Answers as a simulator does. */
    private HttpServer simulator() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/_simulator/push", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            pushed.add(body);
            boolean known = body.contains("record_id");
            byte[] answer = (known ? "{\"id\": \"003A\"}" : "{\"error\": \"record_id is missing\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(known ? 200 : 400, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        return server;
    }

    @AfterAll
    void stop() {
        api.close();
        starter.close();
        simulator.stop(0);
    }

    @Test
    void theReadersAreListedWithTheIntervalsOfTheRuleFile() {
        Printed printed = print(new ReadersCommand());

        assertThat(printed.exitCode).as(printed.err).isZero();
        assertThat(printed.out.lines())
                .anyMatch(line ->
                        line.matches("SYSTEM +ENTITY +STATE +EVERY +FULL +INTERVALS FROM +LAST RUN +STATUS +NEXT RUN"))
                .anyMatch(line -> line.matches("sqlite +contact +off +1m +7d +rule file +- +- +-"))
                .noneMatch(line -> line.startsWith("hubspot"))
                .contains("The Temporal server has no schedules: `recordsync sync SYSTEM` reads a system.");
        assertThat(api.get("/v1/sync/readers").at("/schedules")).isEqualTo("false");
    }

    @Test
    void whatAPersonSetsGoesBeforeTheRuleFileUntilItIsReset() {
        Printed set = print(
                new ReadersCommand(), "set", "salesforce", "contact", "--every", "30s", "--why", "A fair this week.");

        assertThat(set.exitCode).as(set.err).isZero();
        assertThat(set.out.lines())
                .anyMatch(line -> line.matches("salesforce +contact +off +30s +7d +person/\\S+ .*"))
                .anyMatch(line ->
                        line.matches("salesforce contact was set by person/\\S+ since \\S+: A fair this week\\."));
        Api.Answer one = api.get("/v1/sync/readers/salesforce/contact");
        assertThat(one.at("/every")).isEqualTo("30s");
        assertThat(one.at("/rules/every")).isEqualTo("1m");
        assertThat(one.at("/set/why")).isEqualTo("A fair this week.");

        Printed reset = print(new ReadersCommand(), "reset", "salesforce", "contact", "--json");
        assertThat(reset.exitCode).as(reset.err).isZero();
        assertThat(JsonMapper.shared().readTree(reset.out).at("/every").asString())
                .isEqualTo("1m");
        assertThat(api.get("/v1/sync/readers/salesforce/contact").body().has("set"))
                .isFalse();
    }

    @Test
    void aPausedReaderStartsNoRunUntilItIsResumed() {
        Printed paused = print(new ReadersCommand(), "pause", "paused", "contact", "--why", "Refresh of the sandbox");

        assertThat(paused.out.lines())
                .anyMatch(line -> line.matches("paused +contact +paused +.*"))
                .anyMatch(line -> line.matches("paused contact is paused by person/\\S+ since \\S+: Refresh of .*"));
        Api.Answer refused = api.post("/v1/sync/runs?system=paused");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.at("/detail"))
                .matches(
                        "The reader of contact of paused is paused by person/\\S+: Refresh of the sandbox\\. It goes on"
                                + " after `recordsync readers resume paused contact`\\.");

        assertThat(print(new ReadersCommand(), "resume", "paused", "contact").exitCode)
                .isZero();
        assertThat(api.post("/v1/sync/runs?system=paused").status()).isEqualTo(202);
    }

    @Test
    void whatCannotBeSetIsRefusedInASentence() {
        assertThat(put("salesforce", "{\"every\": \"1m\"}")).isEqualTo("400 Give the reason in why.");
        assertThat(put("salesforce", "{\"why\": \"x\"}")).startsWith("400 Give every, full, deletes_every or paused.");
        assertThat(put("salesforce", "{\"full\": \"31d\", \"why\": \"x\"}"))
                .isEqualTo("400 full is not a duration; write whole numbers with d, h, m or s, such as 5m, from 1s to"
                        + " 30d.");
        assertThat(put("hubspot", "{\"every\": \"1m\", \"why\": \"x\"}"))
                .startsWith("404 The rules of its workers read nothing from hubspot");
        assertThat(put("siebel", "{\"every\": \"1m\", \"why\": \"x\"}")).startsWith("404 There is no such system.");
        assertThat(print(new ReadersCommand(), "set", "salesforce", "contact", "--every", "soon", "--why", "x")
                        .exitCode)
                .isEqualTo(2);
        assertThat(print(new ReadersCommand(), "pause", "salesforce", "contact").exitCode)
                .isEqualTo(2);
    }

    @Test
    void aRunIsCancelledByItsWorkflow() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        SERVERS.readEnds.put("cancelled", () -> {
            awaitEnd(end);
            return ReadChangesStatus.WAITING;
        });
        assertThat(api.post("/v1/sync/runs?system=cancelled").status()).isEqualTo(202);
        await().atMost(SOON).until(() -> asked("cancelled") == 1);
        Run run = begun("cancelled");

        Printed printed = print(new CancelCommand(), Long.toString(run.id()));

        assertThat(printed.exitCode).as(printed.err).isZero();
        assertThat(printed.out.strip())
                .isEqualTo("Run %s of cancelled contact ends after its page. `recordsync runs cancelled` shows it."
                        .formatted(run.id()));
        end.countDown();
    }

    @Test
    void aRunWhoseWorkflowIsGoneEndsInTheLedger() {
        Run run = begun("lost");

        Api.Answer cancelled = api.post("/v1/sync/runs/" + run.id() + "/cancel");

        assertThat(cancelled.status()).isEqualTo(202);
        assertThat(cancelled.at("/status")).isEqualTo("cancelled");
        assertThat(store.runs().find(run.id()).orElseThrow().status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(api.post("/v1/sync/runs/" + run.id() + "/cancel").at("/status"))
                .isEqualTo("cancelled");
        assertThat(api.post("/v1/sync/runs/999999/cancel").status()).isEqualTo(404);
    }

    @Test
    void twoSystemsAreReadByOneRequest() {
        Api.Answer answer = api.post("/v1/sync/sqlite-to-outreach?customer_id=customer1");

        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        assertThat(answer.at("/started/0/workflow_id")).isEqualTo("read/default/sqlite/contact");
        assertThat(answer.at("/started/1/workflow_id")).isEqualTo("read/default/outreach/contact");
        assertThat(answer.at("/note"))
                .isEqualTo("The customer customer1 has no connections of its own: these are the runs of the tenant"
                        + " default.");
        await().atMost(SOON).until(() -> asked("sqlite") >= 1 && asked("outreach") >= 1);
        assertThat(SERVERS.reads)
                .contains(new ReadChangesInput(
                        "default", "sqlite", "contact", null, null, null, null, "person/api", null));
    }

    @Test
    void aSystemMayHaveTheWordThatSeparatesThemInItsName() {
        Api.Answer answer = api.post("/v1/sync/crm-to-go-to-outreach");
        Api.Answer unknown = api.post("/v1/sync/sqlite-to-siebel");

        assertThat(answer.at("/started/0/crm_source")).as(answer.text()).isEqualTo("crm-to-go");
        assertThat(answer.body().has("note")).isFalse();
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.at("/detail")).startsWith("There is no such system. The systems are: cancelled, crm-to-go,");
    }

    @Test
    void aContactIsPushedIntoASimulator() {
        Api.Answer answer = push("salesforce", "{\"record_id\": 303, \"full_name\": \"Ana Silva\"}");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.at("/record_id")).isEqualTo("303");
        assertThat(answer.at("/external_id")).isEqualTo("003A");
        assertThat(pushed).contains("{\"record_id\": 303, \"full_name\": \"Ana Silva\"}");
        Api.Answer refused = push("salesforce", "{}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.at("/detail")).isEqualTo("record_id is missing");
        Api.Answer none = push("outreach", "{\"record_id\": 303}");
        assertThat(none.status()).isEqualTo(404);
        assertThat(none.at("/detail")).startsWith("There is no simulator of outreach.");
    }

    private Api.Answer push(String system, String body) {
        return api.send(api.request("/v1/crms/mock/" + system + "/push")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private String put(String system, String body) {
        Api.Answer answer = api.send(api.request("/v1/sync/readers/" + system + "/contact")
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body)));
        return answer.status() + " " + answer.at("/detail");
    }

    private Run begun(String system) {
        Answer answer = store.runs()
                .begin(
                        new ReaderKey("default", system, "contact"),
                        "w",
                        SOON,
                        reader -> new NewRun(
                                RunKind.FULL,
                                "person/test",
                                Optional.empty(),
                                "",
                                new Course(false, true),
                                0,
                                "w",
                                "read/default/" + system + "/contact"));
        return ((Answer.Begun) answer).run();
    }

    private static void awaitEnd(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int asked(String system) {
        return (int) SERVERS.reads.stream()
                .filter(one -> one.system().equals(system))
                .count();
    }

    private Printed print(Callable<Integer> command, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(Stream.concat(Stream.of(arguments), Stream.of("--api", "http://127.0.0.1:" + starter.port()))
                        .toArray(String[]::new));
        return new Printed(exitCode, out.toString(), err.toString());
    }

    private void tell(String system, List<String> reads) {
        SystemDescriptor card = new SystemDescriptor(
                system,
                system,
                "",
                List.of(),
                Optional.empty(),
                reads,
                Map.of("contact", new Intervals(MINUTE, Duration.ofDays(7), MINUTE)));
        store.systems().tell(system, JsonMapper.shared().writeValueAsString(card));
    }
}
