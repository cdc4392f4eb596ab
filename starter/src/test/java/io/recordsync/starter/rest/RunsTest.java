package io.recordsync.starter.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.recordsync.connectors.SystemDescriptor;
import io.recordsync.process.RunningProcess;
import io.recordsync.starter.TestServers;
import io.recordsync.starter.cli.ApproveCommand;
import io.recordsync.starter.cli.RejectCommand;
import io.recordsync.starter.cli.ResendCommand;
import io.recordsync.starter.cli.RunsCommand;
import io.recordsync.starter.cli.SyncCommand;
import io.recordsync.store.Store;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.counterpart.RunOptions;
import io.recordsync.store.reading.NewRun;
import io.recordsync.store.reading.Run;
import io.recordsync.store.reading.Run.Course;
import io.recordsync.store.reading.Run.RunError;
import io.recordsync.store.reading.RunCounts;
import io.recordsync.store.reading.RunKind;
import io.recordsync.store.reading.RunStatus;
import io.recordsync.store.reading.RunStore.Answer;
import io.recordsync.store.reading.RunStore.PageEnd;
import io.recordsync.store.reading.SampleStore.Sample;
import io.recordsync.workflows.FailureTypes;
import io.recordsync.workflows.PushInput;
import io.recordsync.workflows.ReadChangesInput;
import io.recordsync.workflows.ReadChangesStatus;
import io.recordsync.workflows.WorkflowIds;
import io.temporal.failure.ApplicationFailure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The runs by REST and by the commands. The tests stand in for the worker: they write the runs. */
@TestInstance(Lifecycle.PER_CLASS)
class RunsTest {

    private static final String TOPIC = "runs-events";
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final String COMMIT = "3f2a".repeat(10);

    @RegisterExtension
    static final TestServers SERVERS = new TestServers();

    private @Nullable RunningProcess starter;
    private @Nullable Api api;
    private @Nullable Store store;

    private record Printed(int exitCode, String out, String err) {}

    @BeforeAll
    void start() {
        SERVERS.createTopic(TOPIC, 1_000_000);
        starter = SERVERS.starter(TOPIC, Map.of());
        api = new Api(starter.port());
        store = starter.bean(Store.class);
        List.of("salesforce", "database", "files", "outreach", "early", "refused", "held")
                .forEach(system -> tell(system, List.of("contact")));
        tell("hubspot", List.of());
    }

    @AfterAll
    void stop() {
        api.close();
        starter.close();
    }

    @Test
    void aRunIsStartedWithWhatWasAskedFor() {
        Api.Answer answer = api.post("/v1/sync/runs?system=outreach&entity=contact&full=true&since=2026-01-20"
                + "&max_records=1000&batch_size=200");

        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        assertThat(answer.at("/started/0/crm_source")).isEqualTo("outreach");
        assertThat(answer.at("/started/0/workflow_id")).isEqualTo("read/default/outreach/contact");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(SERVERS.reads)
                        .contains(new ReadChangesInput(
                                "default",
                                "outreach",
                                "contact",
                                true,
                                Instant.parse("2026-01-20T00:00:00Z"),
                                1000L,
                                200,
                                "person/api",
                                null)));
    }

    @Test
    void whoseValuesHoldIsPassedOn() {
        Api.Answer answer = api.post("/v1/sync/runs?system=outreach&entity=contact&force_overwrite=true&link=theirs");

        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(SERVERS.reads)
                        .contains(new ReadChangesInput(
                                "default",
                                "outreach",
                                "contact",
                                false,
                                null,
                                0L,
                                null,
                                "person/api",
                                null,
                                true,
                                "theirs",
                                null,
                                null)));
    }

    @Test
    void aDryRunHasAWorkflowOfItsOwnAndItsRowsAreShownToWhoAsks() {
        Api.Answer answer = api.post("/v1/sync/runs?system=outreach&entity=contact&dry_run=true&debug=true");

        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        assertThat(answer.at("/started/0/workflow_id")).isEqualTo("read/default/outreach/contact/dry");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(SERVERS.reads)
                        .anyMatch(input -> input.onlyShows() && Boolean.TRUE.equals(input.debug())));
        Run dry = dryRun("dry");
        store.runs()
                .samples()
                .add(
                        dry,
                        List.of(new Sample(
                                0,
                                Optional.of("17"),
                                "003A",
                                "updated",
                                "[{\"path\":\"phone\",\"ours\":\"1\",\"theirs\":\"2\",\"winner\":\"theirs\"}]")));
        store.runs().samples().count(dry, Map.of("files", 3L));

        Api.Answer samples = api.get("/v1/sync/runs/" + dry.id() + "/samples");

        assertThat(samples.at("/rows/0/verdict")).as(samples.text()).isEqualTo("updated");
        assertThat(samples.at("/rows/0/fields/0/winner")).isEqualTo("theirs");
        assertThat(samples.at("/deliveries/files")).isEqualTo("3");
        assertThat(api.get("/v1/sync/runs/" + dry.id()).at("/dry_run")).isEqualTo("true");
        assertThat(api.get("/v1/sync/runs/999999/samples").status()).isEqualTo(404);
        assertThat(api.get("/v1/sync/runs/" + dry.id() + "/deliveries?to=files").status())
                .isEqualTo(200);
    }

    private Run dryRun(String system) {
        NewRun wanted = new NewRun(
                RunKind.DELTA,
                "person/test",
                new RunOptions(false, false, Optional.empty(), true, false),
                Optional.empty(),
                "",
                new Course(true, false),
                0,
                "w",
                "read/dry");
        Answer begun = store.runs()
                .begin(new ReaderKey("default", system, "contact"), true, "w", Duration.ofMinutes(1), reader -> wanted);
        return ((Answer.Begun) begun).run();
    }

    @Test
    void aSystemIsGivenAgainWhatItLacks() {
        Api.Answer answer = api.post("/v1/sync/resends?system=outreach&entity=contact");

        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        assertThat(answer.at("/started/0/workflow_id")).isEqualTo("push/default/outreach/contact");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(SERVERS.pushes)
                        .contains(
                                new PushInput("default", "outreach", "contact", PushInput.RESEND, "person/api", null)));
        assertThat(api.post("/v1/sync/resends?system=siebel&entity=contact").status())
                .isEqualTo(404);
    }

    @Test
    void whatCannotBeReadIsRefusedInASentence() {
        assertThat(refusal("system=hubspot"))
                .startsWith("404 The rules of its workers read nothing from hubspot: none of its mappings has the key"
                        + " read.");
        assertThat(refusal("system=salesforce&entity=deal"))
                .startsWith("404 The rules do not read deal from salesforce. They read: contact.");
        assertThat(refusal("system=siebel")).startsWith("404 There is no such system. The systems are: ");
        assertThat(refusal("system=salesforce&since=yesterday")).startsWith("400 since must be a date such as");
        assertThat(refusal("system=salesforce&batch_size=0")).startsWith("400 batch_size must be from 1");
        assertThat(refusal("system=salesforce&link=fill")).startsWith("400 link must be ours, theirs or newest.");
        assertThat(refusal("system=salesforce&max_records=-1")).startsWith("400 max_records must be");
    }

    @Test
    void aRunIsListedUnderTheNamesOfItsColumns() {
        long id = ended("files", counts(10, 1, 2, 0), Optional.empty());

        JsonNode run = JsonMapper.shared()
                .readTree(api.get("/v1/sync/runs?system=files&limit=1").text())
                .at("/runs/0");

        assertThat(run.at("/id").asLong()).isEqualTo(id);
        assertThat(run.at("/crm_source").asString()).isEqualTo("files");
        assertThat(run.at("/sync_type").asString()).isEqualTo("full");
        assertThat(run.at("/status").asString()).isEqualTo("success");
        assertThat(run.at("/records_processed").asInt()).isEqualTo(10);
        assertThat(run.at("/records_created").asInt()).isEqualTo(1);
        assertThat(run.at("/records_updated").asInt()).isEqualTo(2);
        assertThat(run.at("/records_failed").asInt()).isZero();
        assertThat(run.has("start_time")).isTrue();
        assertThat(run.has("end_time")).isTrue();
        assertThat(run.has("error_message")).isFalse();
        assertThat(run.at("/performance_metrics/pages").asInt()).isEqualTo(1);
        assertThat(run.at("/performance_metrics/commit").asString()).isEqualTo(COMMIT);
        assertThat(api.get("/v1/sync/runs/" + id).at("/crm_source")).isEqualTo("files");
        assertThat(api.get("/v1/sync/runs/999999").status()).isEqualTo(404);
    }

    @Test
    void syncWaitsForTheEndOfTheRunAndPrintsItsCounts() {
        Printed printed = syncing("salesforce", counts(10, 1, 2, 0), Optional.empty());

        assertThat(printed.exitCode).as(printed.err).isZero();
        assertThat(printed.out)
                .startsWith("salesforce contact: success. 10 processed: 1 created, 2 updated, 7 unchanged, 0 failed;");
    }

    @Test
    @Timeout(60)
    void aRunThatHasEndedBeforeTheFirstLookIsTheOneThatWasAskedFor() {
        long before = ended("early", counts(10, 1, 2, 0), Optional.empty());
        SERVERS.readEnds.put("early", () -> new ReadChangesStatus(before, "success", 1, 10, 1, 2, 0));

        Printed printed = print(new SyncCommand(), "early");

        assertThat(printed.exitCode).as(printed.err).isZero();
        assertThat(printed.out).startsWith("early contact: success. 10 processed: 1 created, 2 updated,");
    }

    @Test
    @Timeout(60)
    void readingThatCannotBeginIsNotAwaited() {
        SERVERS.readEnds.put("refused", () -> {
            throw ApplicationFailure.newNonRetryableFailure("The rules do not read it.", FailureTypes.NOT_READ);
        });

        Printed printed = print(new SyncCommand(), "refused");

        assertThat(printed.exitCode).isEqualTo(1);
        assertThat(printed.err).contains("The run of refused contact did not begin: The rules do not read it.");
    }

    @Test
    void rowsThatNeedAPersonAndAFailedRunHaveExitCodesOfTheirOwn() {
        Printed some = syncing("database", counts(10, 1, 2, 3), Optional.empty());
        assertThat(some.exitCode).as(some.err).isEqualTo(3);
        assertThat(some.out).startsWith("database contact: partial.");

        Printed failed =
                syncing("database", counts(0, 0, 0, 0), Optional.of(new RunError("error-7", "The table is gone.")));
        assertThat(failed.exitCode).isEqualTo(1);
        assertThat(failed.out).contains("The table is gone. (error id error-7)");
        assertThat(print(new RunsCommand(), "database").out.lines())
                .anyMatch(line -> line.matches("[0-9]+ +database +contact +full +partial +10 +1 +2 +3 .*"))
                .anyMatch(line -> line.matches("Run [0-9]+: The table is gone. \\(error id error-7\\)"));
    }

    @Test
    void aRunThatHoldsDeletesSaysWhatToTypeAndADecisionIsPassedOn() {
        RunCounts held = new RunCounts(40, 0, 0, 40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 21);

        Printed printed = syncing("held", held, Optional.empty());

        assertThat(printed.exitCode).as(printed.err).isEqualTo(3);
        long id = store.runs()
                .history("default", Optional.of("held"), Optional.empty(), Optional.empty(), 1)
                .getFirst()
                .id();
        assertThat(printed.out)
                .startsWith("held contact: waiting.")
                .contains("It holds 21 deletes")
                .contains("recordsync approve " + id)
                .contains("recordsync reject " + id);
        assertThat(print(new RunsCommand(), "held").out).contains("Run " + id + " holds 21 deletes");
        Printed approved = print(new ApproveCommand(), Long.toString(id));
        assertThat(approved.exitCode).as(approved.err).isZero();
        assertThat(approved.out).startsWith("Run " + id + " of held contact holds 21 deletes: approve is passed on.");
        assertThat(print(new RejectCommand(), Long.toString(id)).exitCode).isZero();
        assertThat(api.post("/v1/sync/runs/" + ended("held", counts(1, 0, 0, 0), Optional.empty()) + "/approve")
                        .status())
                .isEqualTo(409);
        assertThat(api.post("/v1/sync/runs/999999/reject").status()).isEqualTo(404);
    }

    @Test
    void wrongOptionsAndWhatIsNotReadHaveExitCodeTwo() {
        Printed notRead = print(new SyncCommand(), "hubspot");
        assertThat(notRead.exitCode).isEqualTo(2);
        assertThat(notRead.err).contains("The rules of its workers read nothing from hubspot");
        assertThat(print(new SyncCommand(), "salesforce", "--since", "soon").exitCode)
                .isEqualTo(2);
        assertThat(print(new SyncCommand(), "salesforce", "--max-records", "-1").exitCode)
                .isEqualTo(2);
        assertThat(print(new SyncCommand(), "salesforce", "--batch-size", "0").exitCode)
                .isEqualTo(2);
        assertThat(print(new SyncCommand()).exitCode).isEqualTo(2);
    }

    @Test
    void syncNeedNotWait() {
        Printed printed = print(new SyncCommand(), "outreach", "--no-wait");

        assertThat(printed.exitCode).isZero();
        assertThat(printed.out.strip())
                .isEqualTo("The reading of outreach contact is started. `recordsync runs outreach` shows it.");
    }

    @Test
    @Timeout(60)
    void aResendIsAwaitedAsAReadingIs() {
        try (ExecutorService worker = Executors.newVirtualThreadPerTaskExecutor()) {
            worker.submit(() -> {
                await().atMost(SOON)
                        .until(() -> SERVERS.pushes.stream()
                                .anyMatch(one -> one.system().equals("hubspot")));
                resent("hubspot", counts(10, 3, 2, 0));
                return true;
            });

            Printed printed = print(new ResendCommand(), "hubspot", "contact");

            assertThat(printed.exitCode).as(printed.err).isZero();
            assertThat(printed.out).startsWith("hubspot contact: success. 10 processed: 3 created, 2 updated,");
        }
        assertThat(print(new RunsCommand(), "hubspot").out.lines())
                .anyMatch(line -> line.matches("[0-9]+ +hubspot +contact +resend +success +10 +3 +2 +0 .*"));
    }

    private void resent(String system, RunCounts counts) {
        String workflow = WorkflowIds.pushRecords("default", system, "contact");
        NewRun resend = new NewRun(
                RunKind.RESEND, "person/test", Optional.empty(), "", new Course(false, false), 0, "w", workflow);
        Answer answer = store.pushes()
                .begin(new ReaderKey("default", system, "contact"), "w", workflow, SOON, Optional.of(resend))
                .orElseThrow();
        Run run = ((Answer.Begun) answer).run();
        store.pushes().commit(run, new PageEnd(1, "", true, "rules", counts, List.of()), List.of());
    }

    /** Runs the command, and writes the run that it waits for as soon as the workflow is started. */
    private Printed syncing(String system, RunCounts counts, Optional<RunError> error) {
        int before = asked(system);
        try (ExecutorService worker = Executors.newVirtualThreadPerTaskExecutor()) {
            worker.submit(() -> {
                await().atMost(SOON).until(() -> asked(system) > before);
                return ended(system, counts, error);
            });
            return print(new SyncCommand(), system);
        }
    }

    private int asked(String system) {
        return (int) SERVERS.reads.stream()
                .filter(one -> one.system().equals(system))
                .count();
    }

    private long ended(String system, RunCounts counts, Optional<RunError> error) {
        String owner = UUID.randomUUID().toString();
        Answer answer = store.runs()
                .begin(
                        new ReaderKey("default", system, "contact"),
                        owner,
                        SOON,
                        reader -> new NewRun(
                                RunKind.FULL,
                                "person/test",
                                Optional.empty(),
                                "",
                                new Course(false, true),
                                0,
                                owner,
                                WorkflowIds.readChanges("default", system, "contact")));
        Run run = ((Answer.Begun) answer).run();
        store.runs().commitPage(run, new PageEnd(1, "commit:" + COMMIT, true, "rules", counts, List.of()));
        store.runs().end(run.id(), run.fence(), error.map(one -> RunStatus.FAILED), error);
        return run.id();
    }

    private String refusal(String query) {
        Api.Answer answer = api.post("/v1/sync/runs?" + query);
        return answer.status() + " " + answer.at("/detail");
    }

    private Printed print(Callable<Integer> command, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(with("--api", "http://127.0.0.1:" + starter.port(), arguments));
        return new Printed(exitCode, out.toString(), err.toString());
    }

    private static String[] with(String option, String value, String... arguments) {
        return Stream.concat(Stream.of(arguments), Stream.of(option, value)).toArray(String[]::new);
    }

    private void tell(String system, List<String> reads) {
        SystemDescriptor card = new SystemDescriptor(system, system, "", List.of(), Optional.empty(), reads);
        store.systems().tell(system, JsonMapper.shared().writeValueAsString(card));
    }

    private static RunCounts counts(long processed, long created, long updated, long conflicts) {
        return new RunCounts(
                processed, created, updated, processed - created - updated, 0, 0, 0, 0, 0, conflicts, 0, 0, 0, 0, 0, 1);
    }
}
