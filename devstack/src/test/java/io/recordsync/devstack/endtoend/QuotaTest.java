package io.recordsync.devstack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.devstack.Children.Child;
import io.recordsync.simulator.SimulatorsOptions;
import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.quota.Counts;
import io.recordsync.simulator.vendor.Simulator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three worker processes, one account: its quota is used, and not exceeded, one record at a time; and in chunks, while one worker starts again with the higher
 * limit that the account was given.
 */
class QuotaTest {

    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final int LIMIT = 100;
    private static final int HIGHER_LIMIT = 190;
    private static final int ROWS_OF_A_CHUNK = 10;
    private static final int DAILY_LIMIT = 25;

    private static final int WORKERS = 3;

    /** In each lane; two windows in {@code verify}, six with {@code -Psoak}. */
    private static final int WINDOWS = Integer.getInteger("quota.windows", 2);

    @TempDir
    private Path folder;

    private Installation installation;
    private int sent;

    @AfterEach
    void stop() {
        installation.close();
    }

    @Test
    void theWindowIsUsedToTheBrimByThreeWorkersInBothLanesAndNeverExceeded() {
        installation = Installation.start(
                folder,
                SimulatorsOptions.defaults().withPlan("salesforce", AccountPlan.salesforce(DAILY_LIMIT)),
                Map.of(
                        "SALESFORCE_DAILY_LIMIT", Integer.toString(DAILY_LIMIT),
                        "BRIDGE_MAX_CHUNK", Integer.toString(ROWS_OF_A_CHUNK)));
        Child worker = installation.startWorker("worker-1");
        installation.startWorker("worker-2");
        installation.startWorker("worker-3");

        sendCustomers((WINDOWS + 3) * LIMIT);
        sendLeads(2 * DAILY_LIMIT);
        Child starter = installation.startStarter("starter", Map.of("BRIDGE_BATCH_THRESHOLD", "1000000"));
        assertThatTheWindowIsUsed(LIMIT);
        assertThatTheDayIsKept(installation.simulators().salesforce().counts());
        starter.stop(Duration.ofSeconds(20));

        hubspot().plan(new AccountPlan(250_000, HIGHER_LIMIT, 5));
        worker.stop(Duration.ofSeconds(20));
        installation.startWorker("worker-4", Map.of("HUBSPOT_WINDOW_LIMIT", Integer.toString(HIGHER_LIMIT)));
        sendCustomers((WINDOWS + 3) * HIGHER_LIMIT * ROWS_OF_A_CHUNK);
        installation.startStarter("starter-in-chunks", Map.of());
        assertThatTheWindowIsUsed(HIGHER_LIMIT);

        assertThat(installation.store().ledger().outcomes().parked()).isZero();
    }

    private void sendCustomers(int count) {
        for (int n = 0; n < count; n++) {
            String id = "C-" + sent++;
            installation.sendSoon(id, Contacts.event("create", id, "customer", 1));
        }
    }

    private void sendLeads(int count) {
        for (int n = 0; n < count; n++) {
            installation.sendSoon("L-" + n, Contacts.event("create", "L-" + n, "lead", 1));
        }
    }

    private Simulator hubspot() {
        return installation.simulators().hubspot();
    }

    /** Once the processes are warm, and what an idle account gave at once has left the window. */
    private void assertThatTheWindowIsUsed(int limit) {
        long begun = calls();
        installation.await("the first calls", Duration.ofSeconds(60), () -> calls() - begun > limit / 2);
        pass(WINDOW);
        long before = calls();
        pass(WINDOW.multipliedBy(WINDOWS));

        Counts counts = hubspot().counts();
        int allowed = limit * WINDOWS;
        assertThat(counts.overQuota()).as("429 by the simulator's count").isZero();
        assertThat(counts.maxInTenSeconds()).isLessThanOrEqualTo(limit);
        assertThat(counts.calls() - before)
                .as("of %d calls allowed", allowed)
                .isGreaterThanOrEqualTo(allowed * 95 / 100);
    }

    private long calls() {
        return hubspot().counts().calls();
    }

    private static void pass(Duration time) {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < time.toNanos()) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    private static void assertThatTheDayIsKept(Counts salesforce) {
        assertThat(salesforce.overQuota()).isZero();
        assertThat(salesforce.calls())
                .as("all that the day allows but for a token each, and no more")
                .isBetween(DAILY_LIMIT - (long) WORKERS, (long) DAILY_LIMIT);
    }
}
