package io.recordsync.devstack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Two worker processes, one account: its quota is used, and not exceeded. */
class QuotaTest {

    private static final int WINDOW_LIMIT = 100;

    /** Three windows in {@code verify}, six with {@code -Psoak}. */
    private static final Duration MEASURED = Duration.ofSeconds(Integer.getInteger("quota.seconds", 30));

    private static final int WAITING = (int) MEASURED.toSeconds() * 16;
    private static final int DAILY_LIMIT = 25;

    @TempDir
    private Path folder;

    private Installation installation;

    @AfterEach
    void stop() {
        installation.close();
    }

    @Test
    void aWindowIsUsedToTheBrimByTwoWorkersAndNeverExceeded() {
        installation = Installation.start(
                folder,
                SimulatorsOptions.defaults().withPlan("salesforce", AccountPlan.salesforce(DAILY_LIMIT)),
                Map.of("SALESFORCE_DAILY_LIMIT", Integer.toString(DAILY_LIMIT)));
        for (int n = 0; n < WAITING; n++) {
            installation.send("C-" + n, Contacts.event("create", "C-" + n, "customer", 1));
        }
        for (int n = 0; n < 2 * DAILY_LIMIT; n++) {
            installation.send("L-" + n, Contacts.event("create", "L-" + n, "lead", 1));
        }
        installation.startStarter("starter");
        installation.startWorker("worker-1");
        installation.startWorker("worker-2");
        Simulator hubspot = installation.simulators().hubspot();
        installation.await(
                "the first calls",
                Duration.ofSeconds(30),
                () -> hubspot.counts().calls() > 0);

        long before = hubspot.counts().calls();
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < MEASURED.toNanos()) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }

        Counts counts = hubspot.counts();
        long allowed = WINDOW_LIMIT * MEASURED.toSeconds() / 10;
        assertThat(counts.overQuota()).as("429 by the simulator's count").isZero();
        assertThat(counts.maxInTenSeconds()).isLessThanOrEqualTo(WINDOW_LIMIT);
        assertThat(counts.calls() - before).as("of %d calls allowed", allowed).isGreaterThanOrEqualTo(allowed * 9 / 10);
        assertThatTheDayIsKept(installation.simulators().salesforce().counts());
        assertThat(installation.store().ledger().outcomes().parked()).isZero();
    }

    private static void assertThatTheDayIsKept(Counts salesforce) {
        assertThat(salesforce.overQuota()).isZero();
        assertThat(salesforce.calls())
                .as("all that the day allows, and no more")
                .isBetween(DAILY_LIMIT - 2L, (long) DAILY_LIMIT);
    }
}
