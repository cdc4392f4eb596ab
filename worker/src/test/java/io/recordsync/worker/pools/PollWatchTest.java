package io.recordsync.worker.pools;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.recordsync.workflows.ResolveRequest;
import io.recordsync.workflows.ResolveResult;
import io.recordsync.workflows.RouteAllRequest;
import io.recordsync.workflows.RouteAllResult;
import io.recordsync.workflows.RouteRequest;
import io.recordsync.workflows.RouteResult;
import io.recordsync.workflows.RoutingActivities;
import io.recordsync.workflows.SkipRequest;
import io.recordsync.workflows.TaskQueues;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import io.temporal.testserver.TestServer.InProcessTestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.health.contributor.Status;

@Timeout(60)
class PollWatchTest {

    private static final Duration MAX_SILENCE = Duration.ofMinutes(5);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final PollWatch watch = new PollWatch(now::get);

    @Test
    void aPoolThatPollsIsReadyAndOneThatHasStoppedPollingIsNotAndIsEndedInTheEnd() {
        try (InProcessTestServer server = TestServer.createServer(true)) {
            WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                    .setChannel(server.getChannel())
                    .setGrpcClientInterceptors(List.of(watch))
                    .build());
            WorkerPools pools = new WorkerPools(WorkflowClient.newInstance(stubs), Duration.ofSeconds(5));
            pools.addWorkflows(new NoRouting());
            PoolsHealth health = new PoolsHealth(pools, watch, MAX_SILENCE);
            pools.start();
            await().atMost(1, MINUTES)
                    .until(() -> watch.silence(TaskQueues.RECORDSYNC).isPresent());
            assertThat(health.health().getStatus()).isEqualTo(Status.UP);

            pools.stop();
            now.set(now.get().plus(MAX_SILENCE).plusSeconds(1));

            assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.health().getDetails())
                    .isEqualTo(Map.of(
                            "queues that are not polled",
                            List.of(TaskQueues.RECORDSYNC),
                            "longer than",
                            MAX_SILENCE.toString()));

            List<String> ended = new ArrayList<>();
            PoolsGuard guard = new PoolsGuard(health, ended::add);
            guard.check();
            assertThat(ended).as("ended as soon as it is not ready").isEmpty();
            now.set(now.get().plus(MAX_SILENCE));
            guard.check();
            assertThat(ended).singleElement().asString().contains(TaskQueues.RECORDSYNC);
            stubs.shutdownNow();
        }
    }

    private static final class NoRouting implements RoutingActivities {

        @Override
        public RouteResult route(RouteRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public RouteAllResult routeAll(RouteAllRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void skip(SkipRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ResolveResult resolve(ResolveRequest request) {
            throw new UnsupportedOperationException();
        }
    }
}
