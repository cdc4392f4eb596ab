package io.recordsync.worker.delivery;

import static io.recordsync.worker.Bench.HUBSPOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Connector;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Write;
import io.recordsync.store.DeliveryState;
import io.recordsync.worker.Bench;
import io.recordsync.workflows.FailureTypes;
import io.recordsync.workflows.RouteRequest;
import io.temporal.failure.ApplicationFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A defect of ours harms one delivery, and tells nobody what it was about: the bench looks for that after each test. */
class DefectTest {

    @RegisterExtension
    private final Bench bench = new Bench().connectors(Defective::new);

    @Test
    void anExceptionInAConnectorHarmsItsDeliveryOnly() {
        bench.change("bad", "customer", 1);
        bench.change("good", "customer", 1);

        ApplicationFailure failure = bench.fail("bad", HUBSPOT);

        assertThat(failure.getType()).isEqualTo(FailureTypes.ATTEMPT_FAILED);
        assertThat(failure.getOriginalMessage()).contains("INTERNAL", "please report it");
        assertThat(bench.row("bad", HUBSPOT).inDoubt()).isTrue();
        assertThat(bench.row("bad", HUBSPOT).attempts()).isOne();
        assertThat(bench.deliver("good", HUBSPOT).outcome()).isEqualTo("applied");
        assertThat(bench.logs().linesWith("recordsync failed itself")).isNotEmpty();
    }

    @Test
    void anImageThatCannotBeReadHarmsItsDeliveryOnlyUntilItIsMended() {
        bench.change("bad", "customer", 1);
        bench.change("good", "customer", 1);
        String image = fields("bad");
        setFields("bad", "\"" + Bench.NAME + "\"");

        ApplicationFailure failure = bench.fail("bad", HUBSPOT);

        assertThat(failure.getType()).isEqualTo(FailureTypes.ATTEMPT_FAILED);
        assertThat(failure.isNonRetryable()).isFalse();
        assertThat(bench.deliver("good", HUBSPOT).outcome()).isEqualTo("applied");
        assertThatThrownBy(() -> bench.process().routing().route(new RouteRequest("default", "contact", "bad", null)))
                .hasMessageContaining("please report it")
                .hasMessageNotContaining(Bench.NAME);

        setFields("bad", image);
        bench.process().routing().route(new RouteRequest("default", "contact", "bad", null));
        assertThat(bench.row("bad", HUBSPOT).state()).isEqualTo(DeliveryState.DUE);
    }

    private String fields(String id) {
        return bench.database()
                .jdbc()
                .sql("select fields::text from image where record_id = :id")
                .param("id", id)
                .query(String.class)
                .single();
    }

    private void setFields(String id, String json) {
        bench.database()
                .jdbc()
                .sql("update image set fields = :json::jsonb where record_id = :id")
                .param("json", json)
                .param("id", id)
                .update();
    }

    /** Fails on the record {@code bad} with an exception that quotes its content, as a careless line of ours might. */
    private static final class Defective extends DelegatingConnector {

        private Defective(Connector real) {
            super(real);
        }

        @Override
        public Outcome.Written write(Write write, CallScope scope) {
            if (write.recordId().equals("bad")) {
                throw new IllegalStateException("cannot write " + write.content());
            }
            return super.write(write, scope);
        }
    }
}
