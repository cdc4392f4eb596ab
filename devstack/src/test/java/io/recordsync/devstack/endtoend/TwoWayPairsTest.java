package io.recordsync.devstack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.devstack.ChildProcesses.Child;
import io.recordsync.devstack.demo.FaultPlans;
import io.recordsync.simulator.faults.FaultPlan;
import io.recordsync.simulator.github.GitHubSystem;
import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.store.Arrival;
import io.recordsync.simulator.vendor.Simulator;
import io.recordsync.starter.cli.RunsCommand;
import io.recordsync.starter.cli.SyncCommand;
import io.recordsync.store.reading.Run;
import io.recordsync.store.reading.RunKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * People work in both systems of many pairs at the same time, while the systems fail and processes and servers are
 * killed. In the end both sides of each pair are equal, and no edit is lost. All pairs share one installation; each has
 * an entity of its own. Runs where the number of rounds is given, as in the profile {@code soak}:
 * {@code -Dpairs.rounds=1}.
 */
@EnabledIfSystemProperty(named = "pairs.rounds", matches = "[1-9][0-9]*")
@TestInstance(Lifecycle.PER_CLASS)
class TwoWayPairsTest {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration BETWEEN_EDITS = Duration.ofMillis(100);
    private static final Duration BETWEEN_FULL_READS = Duration.ofSeconds(15);
    private static final Duration FILE_AT_REST = Duration.ofSeconds(6);
    private static final long SEED = 11;
    private static final int ROUNDS = Integer.getInteger("pairs.rounds", 1);
    private static final FaultPlan BAD_DAY = FaultPlans.withoutRefusals("mixed");

    private PairServers servers;
    private Installation installation;
    private List<Pair> pairs;
    private PairEditor editor;
    private PairJudge judge;
    private PairRest rest;
    private Child worker;
    private Child starter;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException, InterruptedException {
        servers = PairServers.start();
        PairPlan plan = servers.plan(folder);
        installation = plan.start();
        pairs = plan.pairs(installation);
        editor = new PairEditor(pairs, SEED);
        judge = new PairJudge(installation.store(), JdbcClient.create(installation.database()));
        rest = new PairRest(installation, pairs);
        worker = installation.startWorker("worker", PairServers.sheetSettings(installation));
        starter = installation.startStarter("starter", PairServers.sheetSettings(installation));
    }

    @AfterAll
    void stop() throws IOException {
        try (PairServers closed = servers) {
            assertThat(closed).isNotNull();
            installation.closeAtRest();
        }
    }

    @Test
    void bothSidesAreEqualAndNoEditIsLostWhateverFailsOrIsKilled() throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            Set<String> people = makePeople();
            faults(BAD_DAY);
            editAndKill(people);
            faults(FaultPlan.NONE);
            awaitRest(Instant.now());
            assertGood();
            deletePeople();
            assertThatNothingIsWrittenAnyMore();
            assertGood();
        }
    }

    private Set<String> makePeople() {
        editor.makePeople();
        await("all people are everywhere", this::isEqual);
        return pairs.stream().flatMap(pair -> editor.living(pair).stream()).collect(Collectors.toUnmodifiableSet());
    }

    private boolean isEqual() {
        return rest.isDelivered() && pairs.stream().allMatch(pair -> judge.isEqual(pair, editor));
    }

    private void faults(FaultPlan plan) {
        installation.simulators().all().forEach(system -> system.faults().plan(plan));
    }

    /** Each accident happens while a part of the edits is made, whatever the pace of the machine. */
    private void editAndKill(Set<String> people) throws InterruptedException {
        List<Runnable> edits = editor.edits(people);
        List<Accident> accidents = List.of(
                () -> killWorkerAt(PairServers.HUBSPOT, TwoWayPairsTest::isRead),
                this::killStarter,
                () -> killWorkerAt(PairServers.SALESFORCE, TwoWayPairsTest::isWrite),
                this::killTemporal,
                this::killDatabase);
        int part = edits.size() / (accidents.size() + 1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < accidents.size(); i++) {
                List<Runnable> meanwhile = edits.subList(i * part, (i + 1) * part);
                CompletableFuture<Void> editing = CompletableFuture.runAsync(() -> make(meanwhile), threads);
                accidents.get(i).happen();
                editing.join();
            }
        }
        make(edits.subList(accidents.size() * part, edits.size()));
    }

    private static void make(List<Runnable> edits) {
        for (Runnable edit : edits) {
            edit.run();
            LockSupport.parkNanos(BETWEEN_EDITS.toNanos());
        }
    }

    private interface Accident {
        void happen() throws InterruptedException;
    }

    /** Kills the worker in the middle of such a call to one of the systems of this kind. */
    private void killWorkerAt(String kind, Predicate<ApiRequest> during) throws InterruptedException {
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch killed = new CountDownLatch(1);
        List<Simulator> simulators = installation.simulators().all().stream()
                .filter(system -> system.kind().name().equals(kind))
                .toList();
        simulators.forEach(system -> system.beforeEach(call -> {
            if (during.test(call)) {
                called.countDown();
                hold(killed);
            }
        }));
        assertThat(called.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("a call of %s", kind)
                .isTrue();
        worker.kill();
        simulators.forEach(system -> system.beforeEach(call -> {}));
        killed.countDown();
        worker = installation.startWorker("worker-again", PairServers.sheetSettings(installation));
    }

    private static boolean isRead(ApiRequest call) {
        return call.path().contains("search");
    }

    private static boolean isWrite(ApiRequest call) {
        return !call.method().equals("GET") && call.path().contains("composite");
    }

    private static void hold(CountDownLatch until) {
        try {
            assertThat(until.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void killStarter() {
        starter.kill();
        starter = installation.startStarter("starter-again", PairServers.sheetSettings(installation));
    }

    private void killTemporal() {
        installation.servers().temporal().orElseThrow().kill();
        installation.servers().temporal().orElseThrow().startAgain();
    }

    private void killDatabase() {
        installation.servers().database().orElseThrow().kill();
        installation.servers().database().orElseThrow().startAgain();
    }

    private void awaitRest(Instant since) {
        await("all systems are at rest", () -> rest.isAtRest(since));
    }

    private void assertGood() {
        assertThat(pairs.stream().flatMap(pair -> judge.findings(pair, editor).stream()))
                .as("%d edits", editor.edits().size())
                .isEmpty();
    }

    /**
     * Rows that are really deleted in a database or a file are missed only when all rows are read, and in a file only
     * when it has been left alone for some seconds.
     */
    private void deletePeople() {
        editor.deletePeople();
        Instant begun = Instant.now();
        AtomicReference<Instant> asked = new AtomicReference<>(Instant.EPOCH);
        await("the deleted people are gone everywhere", () -> {
            Instant now = Instant.now();
            if (Duration.between(asked.get(), now).compareTo(BETWEEN_FULL_READS) > 0
                    && Duration.between(begun, now).compareTo(FILE_AT_REST) > 0) {
                asked.set(now);
                readAll();
            }
            return isEqual();
        });
    }

    /** Asks for all rows of the systems that do not tell of their deletes. */
    private void readAll() {
        for (Pair pair : pairs) {
            pair.sides().stream()
                    .filter(side -> !(side instanceof SimulatorSide))
                    .forEach(side -> Installation.command(
                            new SyncCommand(),
                            side.system(),
                            pair.entity(),
                            "--full",
                            "--no-wait",
                            "--api",
                            Installation.api(starter)));
        }
    }

    private void assertThatNothingIsWrittenAnyMore() {
        awaitRest(Instant.now());
        Map<String, String> before = contents();
        List<String> revisions = revisions();
        awaitRest(Instant.now());
        assertThat(contents()).isEqualTo(before);
        assertThat(revisions()).isEqualTo(revisions);
    }

    private Map<String, String> contents() {
        return pairs.stream()
                .flatMap(pair -> pair.sides().stream())
                .collect(Collectors.toMap(PairSide::system, PairSide::content));
    }

    private List<String> revisions() {
        return JdbcClient.create(installation.database())
                .sql("select entity || ' ' || record_id || ' ' || revision from image order by 1")
                .query(String.class)
                .list();
    }

    private void await(String what, BooleanSupplier happened) {
        try {
            installation.await(what, PATIENCE, happened);
        } catch (AssertionError e) {
            throw new AssertionError(
                    e.getMessage()
                            + System.lineSeparator()
                            + pairs.stream()
                                    .flatMap(pair -> judge.findings(pair, editor).stream())
                                    .collect(Collectors.joining(System.lineSeparator()))
                            + System.lineSeparator()
                            + rest.lastRuns(),
                    e);
        }
    }

    @Test
    void aCommitOfAFileReachesSalesforceAndABrokenLineHarmsOnlyItself() {
        commit("id,first_name,last_name,email,phone,type\nk1,Mary,Jones,mary@listed.example.com,+16502530001,lead\n");
        awaitContacts(1);
        Instant before = Instant.now();
        await("a read of the file without news", () -> !quietReads(before).isEmpty());
        assertThat(quietReads(before))
                .allSatisfy(run -> assertThat(run.counts().calls()).isEqualTo(1));
        String commit = commit("id,first_name,last_name,email,phone,type\n"
                + "k1,Mary,Jones,mary@listed.example.com,+16502530001,lead\n"
                + "k2,broken line\n"
                + "k3,Kofi,Mensah,kofi@listed.example.com,+16502530003,lead\n");
        awaitContacts(2);
        assertThat(Installation.command(
                        new RunsCommand(), PairServers.SHEET, "--json", "--api", Installation.api(starter)))
                .contains(commit);
    }

    private List<Run> quietReads(Instant since) {
        return installation
                .store()
                .runs()
                .history("default", Optional.of(PairServers.SHEET), Optional.empty(), Optional.empty(), 10)
                .stream()
                .filter(run -> run.kind() == RunKind.DELTA && run.startedAt().isAfter(since) && !run.isRunning())
                .toList();
    }

    private void awaitContacts(int number) {
        Simulator salesforce = installation.simulators().of(PairServers.SHEET_TARGET);
        await(
                "the rows are in Salesforce",
                () -> salesforce.store().all("Contact").size() == number);
    }

    private String commit(String content) {
        return installation
                .simulators()
                .of(PairServers.SHEET_HOST)
                .store()
                .create(
                        GitHubSystem.COMMIT,
                        Map.of("repo", "acme/customers", "path", "data/contacts.csv", "content", content),
                        Arrival.ANSWERED)
                .id();
    }
}
