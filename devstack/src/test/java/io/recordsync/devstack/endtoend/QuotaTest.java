package io.recordsync.devstack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.devstack.ChildProcesses.Child;
import io.recordsync.simulator.SimulatorsOptions;
import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.quota.Counts;
import io.recordsync.simulator.vendor.Simulator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three worker processes share one account. They use its quota and do not exceed it: in the record lane, and in the
 * chunk lane while one worker is restarted with the account's new, higher limit.
 */
@Tag("alone")
class QuotaTest {

    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final int LIMIT = 100;
    private static final int HIGHER_LIMIT = 130;
    private static final int ROWS_OF_A_CHUNK = 10;
    private static final int DAILY_LIMIT = 25;

    private static final int WORKERS = 3;

    /** The number of windows in one measurement: two in {@code verify}, six with {@code -Psoak}. */
    private static final int WINDOWS = Integer.getInteger("quota.windows", 2);

    /**
     * The largest number of measurements. A busy machine may disturb some of them; a lane that cannot use its window
     * fails all of them.
     */
    private static final int MEASUREMENTS = 5;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private Installation installation;
    private int sent;

    @AfterEach
    void stop() {
        installation.closeAtRest();
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

        sendCustomers(3 * LIMIT);
        sendLeads(2 * DAILY_LIMIT);
        Child starter = installation.startStarter("starter", Map.of("BRIDGE_BATCH_THRESHOLD", "1000000"));
        assertThatTheWindowIsUsed("one record at a time", LIMIT, 1);
        assertThatTheDayIsUsed();
        starter.stop(Duration.ofSeconds(20));

        hubspot().plan(new AccountPlan(250_000, HIGHER_LIMIT, 5));
        worker.stop(Duration.ofSeconds(20));
        installation.startWorker("worker-4", Map.of("HUBSPOT_WINDOW_LIMIT", Integer.toString(HIGHER_LIMIT)));
        sendCustomers(3 * HIGHER_LIMIT * ROWS_OF_A_CHUNK);
        installation.startStarter("starter-in-chunks", Map.of());
        assertThatTheWindowIsUsed("in chunks", HIGHER_LIMIT, ROWS_OF_A_CHUNK);

        assertThatTheDayIsKept();
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

    /** Measures after the processes have warmed up, and after the calls of the first burst have left the window. */
    private void assertThatTheWindowIsUsed(String lane, int limit, int rowsOfACall) {
        int allowed = limit * WINDOWS;
        sendCustomers(allowed * rowsOfACall);
        long begun = calls();
        installation.await("the first calls", PATIENCE, () -> calls() - begun > limit / 2);
        pass(WINDOW);

        List<Long> used = new ArrayList<>(List.of(callsInTheWindows(limit)));
        while (used.getLast() < allowed * 95 / 100 && used.size() < MEASUREMENTS) {
            sendCustomers(allowed * rowsOfACall);
            used.add(callsInTheWindows(limit));
        }

        System.out.printf(Locale.ROOT, "QuotaTest, %s: %s of %d calls allowed%n", lane, used, allowed);
        assertThat(used.getLast())
                .as("of %d calls allowed; measured: %s", allowed, used)
                .isGreaterThanOrEqualTo(allowed * 95 / 100);
    }

    private long callsInTheWindows(int limit) {
        long before = calls();
        pass(WINDOW.multipliedBy(WINDOWS));
        Counts counts = hubspot().counts();
        assertThat(counts.overQuota()).as("429 by the simulator's count").isZero();
        assertThat(counts.maxInTenSeconds()).isLessThanOrEqualTo(limit);
        return counts.calls() - before;
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

    /** Waits until the daily quota is used except for one call per worker, which may have requested a token. */
    private void assertThatTheDayIsUsed() {
        installation.await("the day's calls", PATIENCE, () -> salesforce().calls() >= DAILY_LIMIT - WORKERS);
    }

    private void assertThatTheDayIsKept() {
        assertThat(salesforce().overQuota()).isZero();
        assertThat(salesforce().calls()).isLessThanOrEqualTo(DAILY_LIMIT);
    }

    private Counts salesforce() {
        return installation.simulators().salesforce().counts();
    }
}
