package io.recordsync.process;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.recordsync.settings.TemporalSettings;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether Temporal answers and has our namespace. */
final class TemporalHealth implements HealthIndicator {

    private static final Duration FIRST_ANSWER = Duration.ofSeconds(5);
    private static final Set<Status.Code> REFUSALS =
            EnumSet.of(Status.Code.UNAUTHENTICATED, Status.Code.PERMISSION_DENIED, Status.Code.INVALID_ARGUMENT);

    private static final Duration ANSWER = Duration.ofSeconds(2);

    private final WorkflowServiceStubs stubs;
    private final TemporalSettings settings;

    private TemporalHealth(WorkflowServiceStubs stubs, TemporalSettings settings) {
        this.stubs = stubs;
        this.settings = settings;
    }

    /**
     * Asks Temporal once.
     *
     * @throws ServerAwayException if it does not answer, or does not have our namespace yet, because a new server
     * creates its namespace after its start
     * @throws StartException if it refuses the request
     */
    static TemporalHealth ofReachable(WorkflowServiceStubs stubs, TemporalSettings settings) {
        TemporalHealth health = new TemporalHealth(stubs, settings);
        try {
            health.ask(FIRST_ANSWER);
            return health;
        } catch (StatusRuntimeException e) {
            String sentence = health.sentence(e.getStatus());
            throw REFUSALS.contains(e.getStatus().getCode())
                    ? new StartException(sentence, e)
                    : new ServerAwayException(sentence, e);
        }
    }

    @Override
    public Health health() {
        try {
            ask(ANSWER);
            return Health.up().build();
        } catch (StatusRuntimeException e) {
            return Health.down().withDetail("reason", e.getStatus().getCode()).build();
        }
    }

    private void ask(Duration deadline) {
        stubs.blockingStub()
                .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS)
                .describeNamespace(DescribeNamespaceRequest.newBuilder()
                        .setNamespace(settings.namespace())
                        .build());
    }

    private String sentence(Status status) {
        return status.getCode() == Status.Code.NOT_FOUND
                ? "Temporal at %s has no namespace '%s'. Create it, or set TEMPORAL_NAMESPACE."
                        .formatted(settings.address(), settings.namespace())
                : "Temporal at %s cannot be reached (%s). Start it, or set TEMPORAL_ADDRESS."
                        .formatted(settings.address(), status.getCode());
    }
}
