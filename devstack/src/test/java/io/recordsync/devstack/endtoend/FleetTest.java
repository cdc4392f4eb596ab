package io.recordsync.devstack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.devstack.ChildProcesses.Child;
import io.recordsync.rules.RuleSet;
import io.recordsync.simulator.SimulatorsOptions;
import io.recordsync.simulator.events.EventGenerator;
import io.recordsync.simulator.events.EventStream;
import io.recordsync.simulator.events.GeneratorSettings;
import io.recordsync.simulator.events.SentJournal;
import io.recordsync.simulator.faults.FaultPlan;
import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.starter.cli.RetryCommand;
import io.recordsync.store.status.Outcomes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Workers and starters whose rules, timeouts and retries differ. Both rule sets send each record to the same systems.
 * The rules are replaced while events arrive, one worker at a time.
 */
class FleetTest {

    private static final int EVENTS = 200;
    private static final double PER_SECOND = 40;
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final Duration READY = Duration.ofMinutes(3);
    private static final Duration STOP = Duration.ofSeconds(30);

    private static final FaultPlan BAD_DAY =
            FaultPlan.MIXED.withHang(Installation.CALL_TIMEOUT.multipliedBy(2)).withLatest(Duration.ofSeconds(3));

    private Installation installation;
    private Path before;
    private Path after;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        String rules = RuleSet.presetText("default");
        before = Files.writeString(folder.resolve("before.yaml"), rules);
        after = Files.writeString(
                folder.resolve("after.yaml"),
                rules.replace(
                                "contact_type: record.type\n",
                                "contact_type: record.type\n          jobtitle: record.type\n")
                        .replace("__c: record.type\n", "__c: record.type\n          Title: record.type\n"));
        AccountPlan roomy = AccountPlan.HUBSPOT_PROFESSIONAL;
        installation = Installation.start(
                folder,
                SimulatorsOptions.defaults().withFaults(7, FaultPlan.NONE).withPlan("hubspot", roomy),
                Map.of("HUBSPOT_WINDOW_LIMIT", Integer.toString(roomy.perWindow())));
    }

    @AfterEach
    void stop() {
        installation.closeAtRest();
    }

    @Test
    void aFleetOfMixedSettingsLosesNothingAndNothingWaitsOnceAllHaveTheNewRules() throws InterruptedException {
        Child starter = starter("starter-1", Map.of("BRIDGE_BATCH_THRESHOLD", "1000000"));
        Child chunks = starter("starter-2", Map.of("BRIDGE_BATCH_THRESHOLD", "5"));
        Child first = worker("first", before, Map.of());
        Child second = worker("second", before, Map.of("HTTP_TIMEOUT", "4s", "HTTP_MAX_RETRIES", "8"));
        Child third = worker("third", after, Map.of("HTTP_TIMEOUT", "1s", "HTTP_MAX_RETRIES", "3"));
        Stream.of(starter, chunks, first, second, third).forEach(process -> process.awaitLine("ready", READY));

        faults(BAD_DAY);
        nothingIsLost(301, Installation.api(starter), () -> replace(first, worker("first-again", after, Map.of())));
        assertThat(count("delivery join image using (tenant, entity, record_id) where state = 'unrouted' and "
                        + "deleted_by is null"))
                .as("settled as unrouted, though both rule sets send them there")
                .isZero();
        assertThat(count("routed_again"))
                .as("routed again while the rules differ")
                .isZero();

        faults(FaultPlan.NONE);
        nothingIsLost(302, Installation.api(starter), () -> replace(second, worker("second-again", after, Map.of())));
        installation.await("all are routed by the new rules", PATIENCE, () -> count("""
                image where deleted_by is null
                    and routed_by not in (select rules from live_process where rules is not null)
                """) == 0);
        assertThat(count("routed_again"))
                .as("routed again, once all have the same rules")
                .isPositive();
        installation.awaitSettled(0, PATIENCE);
    }

    /** When the systems work again, a person retries the deliveries for which three attempts were not enough. */
    private void nothingIsLost(long seed, String api, Runnable halfWay) throws InterruptedException {
        Outcomes outcomes = installation.store().ledger().outcomes();
        SentJournal sent = new SentJournal();
        EventStream stream = new EventStream(
                new EventGenerator(GeneratorSettings.of(seed)),
                sent,
                installation.producer(),
                new EventStream.Settings(Installation.TOPIC, PER_SECOND, true, 10));
        Thread.ofVirtual().start(() -> stream.run(EVENTS));
        installation.await("half of the events sent", READY, () -> sent.size() >= EVENTS / 2);
        halfWay.run();
        installation.awaitSettled(outcomes.total() + EVENTS, PATIENCE);
        faults(FaultPlan.NONE);
        Installation.command(new RetryCommand(), "--failed", "--api", api);
        installation.assertNothingIsLost(sent, outcomes, EVENTS, PATIENCE);
    }

    private void faults(FaultPlan plan) {
        installation.simulators().all().forEach(system -> system.faults().plan(plan));
    }

    private static void replace(Child old, Child by) {
        by.awaitLine("ready", READY);
        old.stop(STOP);
    }

    private Child worker(String name, Path rules, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("SYNC_RULES", rules.toString());
        return installation.beginWorker(name, environment);
    }

    private Child starter(String name, Map<String, String> more) {
        return installation.beginStarter(name, more);
    }

    private long count(String from) {
        return JdbcClient.create(installation.database())
                .sql("select count(*) from " + from)
                .query(Long.class)
                .single();
    }
}
