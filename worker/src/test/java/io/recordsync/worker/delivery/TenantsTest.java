package io.recordsync.worker.delivery;

import static io.recordsync.worker.WorkerFixture.HUBSPOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.simulator.vendor.Simulator;
import io.recordsync.store.ledger.Change;
import io.recordsync.store.ledger.Change.Form;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.worker.WorkerFixture;
import io.recordsync.workflows.DeliveryRequest;
import io.recordsync.workflows.RouteRequest;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tenants that share the systems' accounts, each with a record that has the same id. */
class TenantsTest {

    private static final String ID = "TEN1";

    /** The id by which the systems know each tenant's record. */
    private static final Map<String, String> TENANTS =
            Map.of("default", ID, "acme", "acme/TEN1", "umbrella", "umbrella/TEN1");

    @RegisterExtension
    private final WorkerFixture fixture = new WorkerFixture();

    @Test
    void recordsOfSeveralTenantsWithOneIdAreSeveralRecordsAtEachSystem() {
        TENANTS.keySet().forEach(tenant -> accept(tenant, Operation.CREATE, 1));
        for (Simulator system : List.of(fixture.salesforce(), fixture.hubspot())) {
            TENANTS.keySet().forEach(tenant -> deliver(tenant, system.name()));

            TENANTS.forEach((tenant, recordId) -> {
                assertThat(WorkerFixture.objects(system, recordId)).hasSize(1);
                assertThat(WorkerFixture.objects(system, recordId).getFirst().fields())
                        .containsValue(WorkerFixture.email(tenant));
            });
        }
    }

    @Test
    void aDeleteOfOneTenantsRecordLeavesThoseOfTheOthers() {
        TENANTS.keySet().forEach(tenant -> accept(tenant, Operation.CREATE, 1));
        TENANTS.keySet().forEach(tenant -> deliver(tenant, HUBSPOT));

        accept("acme", Operation.DELETE, 2);
        deliver("acme", HUBSPOT);

        assertThat(WorkerFixture.objects(fixture.hubspot(), "acme/TEN1")).isEmpty();
        assertThat(WorkerFixture.objects(fixture.hubspot(), "umbrella/TEN1")).hasSize(1);
        assertThat(WorkerFixture.objects(fixture.hubspot(), ID)).hasSize(1);
    }

    private void accept(String tenant, Operation operation, int number) {
        Change change = new Change(
                "event-" + tenant + number,
                new RecordKey(tenant, "contact", ID),
                "test",
                operation,
                Form.SNAPSHOT,
                null,
                operation == Operation.DELETE
                        ? Map.of()
                        : Map.of(
                                "type",
                                "vendor",
                                "last_name",
                                WorkerFixture.NAME,
                                "email",
                                WorkerFixture.email(tenant)),
                "test:" + tenant + number);
        fixture.store().acceptance().accept(List.of(change));
        fixture.process().routing().route(new RouteRequest(tenant, "contact", ID, null));
    }

    /** Retries as Temporal does. */
    private void deliver(String tenant, String system) {
        try {
            fixture.process().deliveries().deliver(new DeliveryRequest(tenant, "contact", ID, system, "run/1", null));
        } catch (ApplicationFailure failure) {
            assertThat(failure.isNonRetryable()).as(failure.getMessage()).isFalse();
            WorkerFixture.pass(Objects.requireNonNull(failure.getNextRetryDelay()));
            deliver(tenant, system);
        }
    }
}
