package io.recordsync.worker.delivery;

import static io.recordsync.worker.Bench.HUBSPOT;
import static io.recordsync.worker.Bench.SALESFORCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.simulator.store.Arrival;
import io.recordsync.store.Change.Operation;
import io.recordsync.store.DeliveryState;
import io.recordsync.worker.Bench;
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
    private final Bench bench = new Bench();

    @ParameterizedTest
    @CsvSource({"salesforce, lead", "hubspot, customer"})
    void aRecordIsCreatedOnceUpdatedAndDeleted(String system, String type) {
        var simulator = system.equals(SALESFORCE) ? bench.salesforce() : bench.hubspot();

        bench.change("A1", type, 1);
        assertThat(bench.deliver("A1", system)).isEqualTo(new DeliveryResult(1, "applied"));
        assertThat(Bench.firstNameAt(simulator, "A1")).isEqualTo(Bench.firstName(1));
        assertThat(bench.row("A1", system).externalId())
                .hasValue(Bench.objects(simulator, "A1").getFirst().id());

        bench.change("A1", type, 2);
        assertThat(bench.deliver("A1", system)).isEqualTo(new DeliveryResult(2, "applied"));
        assertThat(Bench.firstNameAt(simulator, "A1")).isEqualTo(Bench.firstName(2));

        bench.delete("A1");
        assertThat(bench.deliver("A1", system)).isEqualTo(new DeliveryResult(3, "applied"));
        assertThat(Bench.objects(simulator, "A1")).isEmpty();
        assertThat(bench.row("A1", system).state()).isEqualTo(DeliveryState.DELETED);

        assertThat(simulator.store().creates("A1")).isOne();
        assertThat(simulator.counts().calls()).isEqualTo(3);
        assertThat(bench.outcomes("A1", system)).containsExactly("applied", "applied", "applied");
    }

    @Test
    void whatTheSystemHasAlreadyCostsNoCall() {
        bench.change("A1", "customer", 1);
        bench.deliver("A1", HUBSPOT);
        bench.change("A1", "customer", 2);
        bench.change("A1", "customer", 1);
        long calls = bench.hubspot().counts().calls();

        assertThat(bench.deliver("A1", HUBSPOT)).isEqualTo(new DeliveryResult(3, "unchanged"));
        assertThat(bench.hubspot().counts().calls()).isEqualTo(calls);
    }

    @Test
    void theNewestImageIsSentHoweverManyChangesCame() {
        for (int version = 1; version <= 50; version++) {
            bench.change("A1", "customer", version);
        }

        assertThat(bench.deliver("A1", HUBSPOT).revision()).isEqualTo(50);
        assertThat(Bench.firstNameAt(bench.hubspot(), "A1")).isEqualTo(Bench.firstName(50));
        assertThat(bench.hubspot().counts().calls()).isOne();
    }

    @Test
    void aRecordThatTheSystemHoldsUnderItsMailAddressIsLinked() {
        bench.salesforce()
                .store()
                .create("Contact", Map.of("LastName", "Before", "Email", Bench.email("A1")), Arrival.ANSWERED);
        bench.hubspot().store().create("contacts", Map.of("email", Bench.email("A1")), Arrival.ANSWERED);
        bench.change("A1", "vendor", 1);

        bench.deliver("A1", SALESFORCE);
        bench.deliver("A1", HUBSPOT);

        assertThat(bench.salesforce().store().all()).hasSize(1);
        assertThat(bench.hubspot().store().all()).hasSize(1);
        assertThat(Bench.firstNameAt(bench.salesforce(), "A1")).isEqualTo(Bench.firstName(1));
        assertThat(Bench.firstNameAt(bench.hubspot(), "A1")).isEqualTo(Bench.firstName(1));
    }

    @Test
    void aRecordThatGoesNowhereNeedsNoCall() {
        bench.change("A1", "lead", 1);

        assertThat(bench.deliver("A1", HUBSPOT).outcome()).isEqualTo("unrouted");
        assertThat(bench.hubspot().counts().calls()).isZero();
    }

    @Test
    void aRecordThatTheRulesRefuseParksWithTheFieldAndWithoutItsValue() {
        bench.accept("A1", Operation.CREATE, Map.of("type", "lead", "email", Bench.email("A1")));

        ApplicationFailure failure = bench.fail("A1", SALESFORCE);

        assertThat(failure.getType()).isEqualTo(FailureTypes.PARKED);
        assertThat(failure.isNonRetryable()).isTrue();
        assertThat(failure.getOriginalMessage()).contains("INVALID_RECORD", "LastName");
        assertThat(bench.row("A1", SALESFORCE).state()).isEqualTo(DeliveryState.PARKED);
        assertThat(bench.salesforce().counts().calls()).isZero();
    }

    @Test
    void aRecordThatNobodyAcceptedParksAsUnknown() {
        ApplicationFailure failure = bench.fail("nobody", SALESFORCE);

        assertThat(failure.getType()).isEqualTo(FailureTypes.PARKED);
        assertThat(failure.getOriginalMessage()).contains("the ledger does not know this record");
    }

    @Test
    void oneLineTellsOfTheDeliveryAndNamesItsRecordSystemAndWorkflow() {
        bench.change("A1", "customer", 1);

        bench.deliver("A1", HUBSPOT);

        assertThat(bench.logs().linesWith("applied at revision 1"))
                .singleElement()
                .asString()
                .contains("recordId=A1", "system=hubspot", "workflowId=sync/default/contact/A1");
    }
}
