package io.recordsync.worker.delivery;

import static io.recordsync.worker.WorkerFixture.HUBSPOT;
import static io.recordsync.worker.WorkerFixture.SALESFORCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.recordsync.rules.RuleSet;
import io.recordsync.store.delivery.DeliveryState;
import io.recordsync.store.status.RecordStatus;
import io.recordsync.worker.WorkerFixture;
import io.recordsync.worker.WorkerProcess;
import io.recordsync.workflows.DeliverAllRequest;
import io.recordsync.workflows.DeliverAllResult;
import io.recordsync.workflows.DeliveryResult;
import io.recordsync.workflows.FailureTypes;
import io.recordsync.workflows.RouteRequest;
import io.recordsync.workflows.RouteResult;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * While processes have different rules, none settles a delivery that was routed by other rules. A delivery to a system
 * that is no longer in the rules is settled nevertheless.
 */
class OtherRulesTest {

    private static final String ROUTED_BY = WorkerFixture.RULES.fingerprint();

    /** The preset, in which vendors do not go to Salesforce. */
    private static final RuleSet OTHERS = RuleSet.preset("default");

    private static final RuleSet WITHOUT_SALESFORCE = RuleSet.preset("hubspot-only");

    @RegisterExtension
    private final WorkerFixture fixture = new WorkerFixture();

    @Test
    void aDeliveryThatOtherRulesHaveRoutedIsGivenBackUntouchedAndForFree() {
        fixture.change("V1", "vendor", 1);
        WorkerProcess other = process(OTHERS);

        ApplicationFailure failure = fail(other, "V1", SALESFORCE, ROUTED_BY);

        assertThat(failure.getType()).isEqualTo(FailureTypes.OTHER_RULES);
        assertThat(failure.isNonRetryable()).isTrue();
        assertStillDue("V1");
        assertThat(fence("V1")).isZero();
        assertThat(deliver(fixture.process(), "V1", SALESFORCE, ROUTED_BY).outcome())
                .isEqualTo("applied");
    }

    @Test
    void aWorkerSaysOnceThatItHasOtherRules() {
        fixture.change("V1", "vendor", 1);
        fixture.change("V2", "vendor", 1);
        WorkerProcess other = process(OTHERS);

        fail(other, "V1", SALESFORCE, ROUTED_BY);
        fail(other, "V2", SALESFORCE, ROUTED_BY);
        deliverAll(other, List.of("V1", "V2"), ROUTED_BY);

        assertThat(fixture.logs().linesWith("this process has the rules")).hasSize(1);
    }

    @Test
    void aChunkThatOtherRulesHaveRoutedIsGivenBackUntouched() {
        fixture.change("V1", "vendor", 1);
        fixture.change("V2", "vendor", 1);

        DeliverAllResult result = deliverAll(process(OTHERS), List.of("V1", "V2"), ROUTED_BY);

        assertThat(result.otherRules()).isEqualTo(OTHERS.fingerprint());
        assertThat(result.waiting()).containsExactly("V1", "V2");
        assertStillDue("V1");
        assertThat(fence("V2")).isZero();
        assertThat(deliverAll(fixture.process(), List.of("V1", "V2"), ROUTED_BY).settled())
                .isEqualTo(2);
    }

    /** A workflow of an older release does not say by which rules the record was routed. */
    @Test
    void aDeliveryOfUnknownRulesIsServedByAnyWorker() {
        fixture.change("V1", "vendor", 1);

        assertThat(deliver(process(OTHERS), "V1", SALESFORCE, null).outcome()).isEqualTo("unrouted");
    }

    @Test
    void aWorkerWhoseRulesDoNotNameTheSystemDeletesThereAndGivesTheRestBack() {
        fixture.change("L1", "lead", 1);
        fixture.change("L2", "lead", 1);
        fixture.change("L3", "lead", 1);
        List.of("L1", "L2", "L3").forEach(id -> deliver(fixture.process(), id, SALESFORCE, ROUTED_BY));
        WorkerProcess without = process(WITHOUT_SALESFORCE);
        fixture.delete("L1");
        fixture.delete("L2");
        fixture.change("L3", "lead", 2);

        assertThat(deliver(without, "L1", SALESFORCE, ROUTED_BY).outcome()).isEqualTo("applied");
        DeliverAllResult chunk = deliverAll(without, List.of("L2", "L3"), ROUTED_BY);

        assertThat(chunk.settled()).isOne();
        assertThat(chunk.waiting()).containsExactly("L3");
        assertThat(chunk.otherRules()).isEqualTo(WITHOUT_SALESFORCE.fingerprint());
        assertThat(WorkerFixture.objects(fixture.salesforce(), "L1")).isEmpty();
        assertThat(WorkerFixture.objects(fixture.salesforce(), "L2")).isEmpty();
        assertThat(fixture.row("L1", SALESFORCE).state()).isEqualTo(DeliveryState.DELETED);
        assertStillDue("L3");
        assertThat(fail(without, "L3", SALESFORCE, ROUTED_BY).getType()).isEqualTo(FailureTypes.OTHER_RULES);
        assertStillDue("L3");
    }

    /** The ledger keeps the system's name of the object, so that a delete does not need the mapping. */
    @Test
    void aDeleteIsCarriedOutAfterTheSystemHasLeftTheRulesEverywhere() {
        fixture.change("L1", "lead", 1);
        deliver(fixture.process(), "L1", SALESFORCE, ROUTED_BY);
        WorkerProcess without = process(WITHOUT_SALESFORCE);
        fixture.delete("L1");

        RouteResult route = route(without, "L1");

        assertThat(route.due()).containsExactly(SALESFORCE);
        assertThat(deliver(without, "L1", SALESFORCE, route.rules()).outcome()).isEqualTo("applied");
        assertThat(WorkerFixture.objects(fixture.salesforce(), "L1")).isEmpty();
    }

    @Test
    void whatWasDueAtASystemThatHasLeftTheRulesIsSettledAsUnrouted() {
        fixture.change("L1", "lead", 1);
        deliver(fixture.process(), "L1", SALESFORCE, ROUTED_BY);
        fixture.change("L1", "lead", 2);
        WorkerProcess without = process(WITHOUT_SALESFORCE);

        RouteResult route = route(without, "L1");

        assertThat(route.due()).contains(SALESFORCE);
        assertThat(deliver(without, "L1", SALESFORCE, route.rules()).outcome()).isEqualTo("unrouted");
        assertThat(WorkerFixture.firstNameAt(fixture.salesforce(), "L1")).isEqualTo(WorkerFixture.firstName(1));
        deliver(without, "L1", HUBSPOT, route.rules());
        assertThat(fixture.store().backlog().unsettled().total()).isZero();
    }

    @Test
    void theLedgerKnowsByWhichRulesARecordWasRouted() {
        fixture.change("L1", "lead", 1);
        assertThat(routedBy("L1")).isEqualTo(ROUTED_BY);

        RouteResult route = route(process(OTHERS), "L1");

        assertThat(route.rules()).isEqualTo(OTHERS.fingerprint());
        assertThat(routedBy("L1")).isEqualTo(OTHERS.fingerprint());
    }

    private WorkerProcess process(RuleSet rules) {
        return fixture.newProcess(fixture.options().withRules(rules));
    }

    private DeliveryResult deliver(WorkerProcess by, String id, String system, @Nullable String rules) {
        return fixture.deliver(by, id, system, "run/1", rules);
    }

    private ApplicationFailure fail(WorkerProcess by, String id, String system, String rules) {
        return Objects.requireNonNull(
                catchThrowableOfType(ApplicationFailure.class, () -> deliver(by, id, system, rules)),
                "it did not fail");
    }

    private static DeliverAllResult deliverAll(WorkerProcess by, List<String> ids, String rules) {
        return by.chunks()
                .deliverAll(new DeliverAllRequest("default", "contact", ids, SALESFORCE, "chunk/run/1", rules));
    }

    private static RouteResult route(WorkerProcess by, String id) {
        return by.routing().route(new RouteRequest("default", "contact", id, null));
    }

    private void assertStillDue(String id) {
        RecordStatus.Delivery row = fixture.row(id, SALESFORCE);
        assertThat(row.settledRevision()).isLessThan(row.dueRevision());
        assertThat(row.attempts()).isZero();
    }

    private long fence(String id) {
        return fixture.database()
                .jdbc()
                .sql("select fence from delivery where record_id = :id and system = :system")
                .param("id", id)
                .param("system", SALESFORCE)
                .query(Long.class)
                .single();
    }

    private String routedBy(String id) {
        return fixture.database()
                .jdbc()
                .sql("select routed_by from image where record_id = :id")
                .param("id", id)
                .query(String.class)
                .single();
    }
}
