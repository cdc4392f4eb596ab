package io.recordsync.devstack.endtoend;

import static java.util.function.Function.identity;
import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.simulator.store.Effect;
import io.recordsync.simulator.store.JournalEntry;
import io.recordsync.simulator.vendor.ContactFields;
import io.recordsync.simulator.vendor.Simulator;
import io.recordsync.workflows.Retry;
import io.recordsync.workflows.WorkflowIds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The present code continues the work of an earlier release: the ledger is migrated, its workflows end or stay shown as
 * failed as the ledger says, and every system gets what it lacks once, and nothing that it already has.
 */
class UpgradeTest {

    private static final Duration SOON = Duration.ofMinutes(2);

    /** A long timeout, because a call that times out on a busy machine would be in doubt and be sent again. */
    private static final Map<String, String> SETTINGS = Map.of("HTTP_TIMEOUT", "30s");

    /** What each system must still be given: what is due or unrouted, and what was parked for a temporary error. */
    private static final String OWED = """
            select system || '/' || record_id from delivery
            where settled_revision < due_revision or state = 'parked' and record_id like 'SLOW-%'
            union
            select 'hubspot/' || record_id from image where routed_revision < revision
            """;

    private static final String HELD = """
            select record_id, system, replace(fields ->> 'phone', '-', '') as phone
            from delivery join image using (tenant, entity, record_id) where state = 'delivered'
            """;

    @ParameterizedTest
    @MethodSource("io.recordsync.devstack.endtoend.ReleaseFixture#releases")
    void aReleaseIsGoneOnWith(String release, @TempDir Path folder) {
        ReleaseFixture.of(release).restore(folder);
        try (Installation installation = Installation.start(folder, ReleaseFixture.simulators(folder), SETTINGS)) {
            JdbcClient ledger = JdbcClient.create(installation.database());
            Map<String, Long> journals = journals(installation);
            ReleaseRecording.REFUSED.forEach(id -> refuse(installation, id));
            List<String> owed = ledger.sql(OWED).query(String.class).list();

            installation.startWorker("worker");
            installation.startStarter("starter");

            installation.awaitSettled(0, SOON);
            AtRest.await(installation.database(), installation.temporal());
            assertThat(writes(installation, journals))
                    .as("how often each system was written what")
                    .isEqualTo(once(owed));
            assertThat(parked(ledger)).containsExactlyInAnyOrderElementsOf(ReleaseRecording.REFUSED);
            assertThat(installation.store().circuits().open()).isEmpty();

            ReleaseRecording.REFUSED.forEach(id -> acceptAndRetry(installation, id));

            installation.await(
                    "all that was parked is retried", SOON, () -> parked(ledger).isEmpty());
            AtRest.await(installation.database(), installation.temporal());
            assertThatNothingIsLost(installation, ledger);
        }
    }

    private static void refuse(Installation installation, String id) {
        installation.simulators().all().forEach(system -> system.faults().refuse(id));
    }

    private static void acceptAndRetry(Installation installation, String id) {
        installation.simulators().all().forEach(system -> system.faults().accept(id));
        installation
                .temporal()
                .newUntypedWorkflowStub(WorkflowIds.syncRecord("default", "contact", id))
                .signal("retry", Retry.ALL);
    }

    private static List<String> parked(JdbcClient ledger) {
        return ledger.sql("select distinct record_id from delivery where state = 'parked'")
                .query(String.class)
                .list();
    }

    private static Map<String, Long> journals(Installation installation) {
        return installation.simulators().all().stream()
                .collect(Collectors.toMap(
                        Simulator::name, system -> system.store().journalSize()));
    }

    private static Map<String, Long> once(List<String> owed) {
        return owed.stream().collect(Collectors.toMap(identity(), any -> 1L));
    }

    private static Map<String, Long> writes(Installation installation, Map<String, Long> before) {
        Map<String, Long> writes = new HashMap<>();
        for (Simulator system : installation.simulators().all()) {
            for (JournalEntry entry : system.store().journalAfter(before.get(system.name()), Integer.MAX_VALUE)) {
                if (entry.effect() != Effect.REFUSE) {
                    writes.merge(system.name() + "/" + entry.externalId(), 1L, Long::sum);
                }
            }
        }
        return writes;
    }

    /** Asserts that each system has each record that was delivered to it exactly once, with the ledger's content. */
    private static void assertThatNothingIsLost(Installation installation, JdbcClient ledger) {
        Map<String, String> held = new HashMap<>();
        ledger.sql(HELD).query(row -> {
            held.put(row.getString("system") + "/" + row.getString("record_id"), row.getString("phone"));
        });
        Map<String, String> found = new HashMap<>();
        for (Simulator system : installation.simulators().all()) {
            ContactFields fields = system.kind().contactFields();
            system.store()
                    .all()
                    .forEach(object -> assertThat(found.put(
                                    system.name() + "/" + object.field(fields.recordId()),
                                    object.field(fields.phone())))
                            .as("a second one of %s", object)
                            .isNull());
        }
        assertThat(found).isEqualTo(held).hasSizeGreaterThan(950);
    }
}
