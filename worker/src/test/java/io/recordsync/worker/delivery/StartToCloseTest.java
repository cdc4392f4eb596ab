package io.recordsync.worker.delivery;

import static io.recordsync.worker.WorkerFixture.HUBSPOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Connector;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Write;
import io.recordsync.worker.WorkerFixture;
import io.recordsync.worker.WorkerProcess;
import io.recordsync.workflows.ChunkActivities;
import io.recordsync.workflows.DeliverAllRequest;
import io.recordsync.workflows.DeliveryActivities;
import io.recordsync.workflows.DeliveryRequest;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The process that starts an activity determines its timeout. The worker that executes it may have another
 * {@code HTTP_TIMEOUT}.
 */
class StartToCloseTest {

    private static final Duration START_TO_CLOSE = Duration.ofSeconds(10);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

    private final BlockingQueue<Duration> left = new LinkedBlockingQueue<>();

    @RegisterExtension
    private final WorkerFixture fixture = new WorkerFixture().connectors(Listening::new);

    private final TestActivityEnvironment temporal = TestActivityEnvironment.newInstance();

    @BeforeEach
    void register() {
        WorkerProcess worker = fixture.newProcess(
                fixture.options().withCallTimeout(CALL_TIMEOUT).withStartToClose(Attempts::startToCloseOfActivity));
        temporal.registerActivitiesImplementations(worker.deliveries(), worker.chunks());
    }

    @AfterEach
    void close() {
        temporal.close();
    }

    @Test
    void aDeliverysCallsEndBeforeItsActivityWhateverTheWorkersOwnTimeout() {
        fixture.change("A1", "customer", 1);
        temporal.newActivityStub(DeliveryActivities.class, options(START_TO_CLOSE))
                .deliver(new DeliveryRequest("default", "contact", "A1", HUBSPOT, "run/1", null));
        assertThat(left.remove()).isBetween(Duration.ZERO, START_TO_CLOSE.minusSeconds(3));
    }

    @Test
    void aChunksCallsEndBeforeItsActivityWhateverTheWorkersOwnTimeout() {
        fixture.change("A1", "customer", 1);
        temporal.newActivityStub(ChunkActivities.class, options(START_TO_CLOSE))
                .deliverAll(new DeliverAllRequest("default", "contact", List.of("A1"), HUBSPOT, "run/1", null));
        assertThat(left.remove()).isBetween(Duration.ZERO, START_TO_CLOSE.minusSeconds(3));
    }

    @Test
    void whereTheTimeIsTooShortForACallNoneIsMadeAndTheDeliveryGoesBackForFreeAndSaysWhy() {
        fixture.change("A1", "customer", 1);
        DeliveryActivities delivery =
                temporal.newActivityStub(DeliveryActivities.class, options(Duration.ofMillis(3_500)));
        DeliveryRequest request = new DeliveryRequest("default", "contact", "A1", HUBSPOT, "run/1", null);

        assertThatThrownBy(() -> delivery.deliver(request))
                .hasRootCauseInstanceOf(ApplicationFailure.class)
                .rootCause()
                .hasMessageContaining("Too little time is left");

        assertThat(fixture.hubspot().counts().calls()).isZero();
        assertThat(fixture.row("A1", HUBSPOT).attempts()).isZero();
    }

    private static ActivityOptions options(Duration startToClose) {
        return ActivityOptions.newBuilder()
                .setStartToCloseTimeout(startToClose)
                .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
                .build();
    }

    private final class Listening extends DelegatingConnector {

        Listening(Connector real) {
            super(real);
        }

        @Override
        public Outcome write(Write write, CallScope scope) {
            left.add(scope.deadline().left());
            return super.write(write, scope);
        }

        @Override
        public List<Outcome> writeAll(List<Write> writes, CallScope scope) {
            left.add(scope.deadline().left());
            return super.writeAll(writes, scope);
        }
    }
}
