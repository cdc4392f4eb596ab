package io.recordsync.worker.delivery;

import static io.recordsync.worker.WorkerFixture.HUBSPOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Connector;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Write;
import io.recordsync.store.delivery.DeliveryState;
import io.recordsync.worker.WorkerFixture;
import io.recordsync.workflows.DeliverAllRequest;
import io.recordsync.workflows.DeliverAllResult;
import io.recordsync.workflows.FailureTypes;
import io.recordsync.workflows.HandedOver;
import io.recordsync.workflows.RouteAllRequest;
import io.recordsync.workflows.RouteAllResult;
import io.recordsync.workflows.RouteRequest;
import io.recordsync.workflows.RouteResult;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A defect in our own code affects one delivery only, and does not disclose the record's content: the fixture looks for
 * that after each test.
 */
class DefectTest {

    @RegisterExtension
    private final WorkerFixture fixture = new WorkerFixture().connectors(Defective::new);

    @Test
    void anExceptionInAConnectorHarmsItsDeliveryOnly() {
        fixture.change("bad", "customer", 1);
        fixture.change("good", "customer", 1);

        ApplicationFailure failure = fixture.fail("bad", HUBSPOT);

        assertThat(failure.getType()).isEqualTo(FailureTypes.ATTEMPT_FAILED);
        assertThat(failure.getOriginalMessage()).contains("INTERNAL", "Please report it.");
        assertThat(fixture.row("bad", HUBSPOT).inDoubt()).isTrue();
        assertThat(fixture.row("bad", HUBSPOT).attempts()).isOne();
        assertThat(fixture.deliver("good", HUBSPOT).outcome()).isEqualTo("applied");
        assertThat(fixture.logs().linesWith("recordsync failed because of a defect of its own"))
                .isNotEmpty();
    }

    @Test
    void anImageThatCannotBeReadParksItsDeliveriesAloneUntilItIsMended() {
        fixture.change("torn", "customer", 1);
        fixture.change("good", "customer", 1);
        String image = fields("torn");
        setFields("torn", "\"" + WorkerFixture.NAME + "\"");

        RouteResult route = fixture.process().routing().route(new RouteRequest("default", "contact", "torn", null));
        assertThat(route.due()).contains(HUBSPOT);
        ApplicationFailure first = fixture.fail("torn", HUBSPOT);
        assertThat(first.getType()).isEqualTo(FailureTypes.ATTEMPT_FAILED);
        assertThat(fixture.row("torn", HUBSPOT).attempts()).isOne();
        assertThatThrownBy(() -> fixture.settle("torn", HUBSPOT))
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        parked -> assertThat(parked.getType()).isEqualTo(FailureTypes.PARKED))
                .hasMessageContaining("INTERNAL")
                .hasMessageNotContaining(WorkerFixture.NAME);
        assertThat(fixture.row("torn", HUBSPOT).state()).isEqualTo(DeliveryState.PARKED);
        assertThat(fixture.deliver("good", HUBSPOT).outcome()).isEqualTo("applied");

        setFields("torn", image);
        assertThat(fixture.deliver("torn", HUBSPOT).outcome()).isEqualTo("applied");
    }

    @Test
    void anImageThatCannotBeReadLeavesItsChunkAndTheOthersGoOn() {
        fixture.change("torn", "customer", 1);
        fixture.change("good", "customer", 1);
        setFields("torn", "\"" + WorkerFixture.NAME + "\"");
        List<String> both = List.of("torn", "good");

        RouteAllResult route = fixture.process().routing().routeAll(new RouteAllRequest("default", "contact", both));
        DeliverAllResult result = fixture.process()
                .chunks()
                .deliverAll(new DeliverAllRequest("default", "contact", both, HUBSPOT, "chunk/run/1", route.rules()));

        assertThat(route.parked())
                .extracting(HandedOver::recordId, HandedOver::reason)
                .containsExactly(tuple("torn", "INTERNAL"));
        assertThat(route.parts()).flatExtracting(RouteAllResult.Part::recordIds).containsExactly("good");
        assertThat(result.handedOver()).containsExactly(new HandedOver("torn", HUBSPOT, "INTERNAL"));
        assertThat(result.settled()).isOne();
    }

    private String fields(String id) {
        return fixture.database()
                .jdbc()
                .sql("select fields::text from image where record_id = :id")
                .param("id", id)
                .query(String.class)
                .single();
    }

    private void setFields(String id, String json) {
        fixture.database()
                .jdbc()
                .sql("update image set fields = :json::jsonb where record_id = :id")
                .param("json", json)
                .param("id", id)
                .update();
    }

    /**
     * Fails for the record {@code bad} with an exception that contains the record's content, as a careless statement in
     * our code could.
     */
    private static final class Defective extends DelegatingConnector {

        private Defective(Connector real) {
            super(real);
        }

        @Override
        public Outcome write(Write write, CallScope scope) {
            if (write.recordId().equals("bad")) {
                throw new IllegalStateException("cannot write " + write.content());
            }
            return super.write(write, scope);
        }
    }
}
