package io.recordsync.worker.delivery;

import static io.recordsync.worker.WorkerFixture.HUBSPOT;
import static io.recordsync.worker.WorkerFixture.SALESFORCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.simulator.store.Arrival;
import io.recordsync.store.delivery.DeliveryState;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.worker.WorkerFixture;
import io.recordsync.workflows.DeliveryResult;
import io.recordsync.workflows.FailureTypes;
import io.temporal.failure.ApplicationFailure;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryTest {

    @RegisterExtension
    private final WorkerFixture fixture = new WorkerFixture();

    @ParameterizedTest
    @CsvSource({"salesforce, lead", "hubspot, customer"})
    void aRecordIsCreatedOnceUpdatedAndDeleted(String system, String type) {
        var simulator = system.equals(SALESFORCE) ? fixture.salesforce() : fixture.hubspot();

        fixture.change("A1", type, 1);
        assertThat(fixture.deliver("A1", system)).isEqualTo(new DeliveryResult(1, "applied"));
        assertThat(WorkerFixture.firstNameAt(simulator, "A1")).isEqualTo(WorkerFixture.firstName(1));
        assertThat(fixture.row("A1", system).externalId())
                .hasValue(WorkerFixture.objects(simulator, "A1").getFirst().id());

        fixture.change("A1", type, 2);
        assertThat(fixture.deliver("A1", system)).isEqualTo(new DeliveryResult(2, "applied"));
        assertThat(WorkerFixture.firstNameAt(simulator, "A1")).isEqualTo(WorkerFixture.firstName(2));

        fixture.delete("A1");
        assertThat(fixture.deliver("A1", system)).isEqualTo(new DeliveryResult(3, "applied"));
        assertThat(WorkerFixture.objects(simulator, "A1")).isEmpty();
        assertThat(fixture.row("A1", system).state()).isEqualTo(DeliveryState.DELETED);

        assertThat(simulator.store().creates("A1")).isOne();
        assertThat(simulator.counts().calls()).isEqualTo(3);
        assertThat(fixture.outcomes("A1", system)).containsExactly("applied", "applied", "applied");
    }

    @Test
    void whatTheSystemHasAlreadyCostsNoCall() {
        fixture.change("A1", "customer", 1);
        fixture.deliver("A1", HUBSPOT);
        fixture.change("A1", "customer", 2);
        fixture.change("A1", "customer", 1);
        long calls = fixture.hubspot().counts().calls();

        assertThat(fixture.deliver("A1", HUBSPOT)).isEqualTo(new DeliveryResult(3, "unchanged"));
        assertThat(fixture.hubspot().counts().calls()).isEqualTo(calls);
    }

    @Test
    void theNewestImageIsSentHoweverManyChangesCame() {
        for (int version = 1; version <= 50; version++) {
            fixture.change("A1", "customer", version);
        }

        assertThat(fixture.deliver("A1", HUBSPOT).revision()).isEqualTo(50);
        assertThat(WorkerFixture.firstNameAt(fixture.hubspot(), "A1")).isEqualTo(WorkerFixture.firstName(50));
        assertThat(fixture.hubspot().counts().calls()).isOne();
    }

    @Test
    void aRecordThatTheSystemHoldsUnderItsMailAddressIsLinked() {
        fixture.salesforce()
                .store()
                .create("Contact", Map.of("LastName", "Before", "Email", WorkerFixture.email("A1")), Arrival.ANSWERED);
        fixture.hubspot().store().create("contacts", Map.of("email", WorkerFixture.email("A1")), Arrival.ANSWERED);
        fixture.change("A1", "vendor", 1);

        fixture.deliver("A1", SALESFORCE);
        fixture.deliver("A1", HUBSPOT);

        assertThat(fixture.salesforce().store().all()).hasSize(1);
        assertThat(fixture.hubspot().store().all()).hasSize(1);
        assertThat(WorkerFixture.firstNameAt(fixture.salesforce(), "A1")).isEqualTo(WorkerFixture.firstName(1));
        assertThat(WorkerFixture.firstNameAt(fixture.hubspot(), "A1")).isEqualTo(WorkerFixture.firstName(1));
    }

    @Test
    void aRecordThatGoesNowhereNeedsNoCall() {
        fixture.change("A1", "lead", 1);

        assertThat(fixture.deliver("A1", HUBSPOT).outcome()).isEqualTo("unrouted");
        assertThat(fixture.hubspot().counts().calls()).isZero();
    }

    @Test
    void aRecordThatTheRulesRefuseParksWithTheFieldAndWithoutItsValue() {
        fixture.accept("A1", Operation.CREATE, Map.of("type", "lead", "email", WorkerFixture.email("A1")));

        ApplicationFailure failure = fixture.fail("A1", SALESFORCE);

        assertThat(failure.getType()).isEqualTo(FailureTypes.PARKED);
        assertThat(failure.isNonRetryable()).isTrue();
        assertThat(failure.getOriginalMessage()).contains("INVALID_RECORD", "LastName");
        assertThat(fixture.row("A1", SALESFORCE).state()).isEqualTo(DeliveryState.PARKED);
        assertThat(fixture.salesforce().counts().calls()).isZero();
    }

    @Test
    void aRecordThatNobodyAcceptedParksAsUnknown() {
        ApplicationFailure failure = fixture.fail("nobody", SALESFORCE);

        assertThat(failure.getType()).isEqualTo(FailureTypes.PARKED);
        assertThat(failure.getOriginalMessage()).contains("the ledger does not contain this record");
    }

    @Test
    void oneLineTellsOfTheDeliveryAndNamesItsRecordSystemAndWorkflow() {
        fixture.change("A1", "customer", 1);

        fixture.deliver("A1", HUBSPOT);

        assertThat(fixture.logs().linesWith("applied at revision 1"))
                .singleElement()
                .asString()
                .contains("recordId=A1", "system=hubspot", "workflowId=sync/default/contact/A1");
    }
}
