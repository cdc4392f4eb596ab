package io.recordsync.starter.bridge;

import io.recordsync.workflows.DeadLetterActivities;
import io.recordsync.workflows.HandOverActivities;
import io.recordsync.workflows.TaskQueues;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.context.SmartLifecycle;

/** Carries out the activities that need Kafka or that start workflows. */
final class StarterWorker implements SmartLifecycle {

    private static final Duration STOP_WITHIN = Duration.ofSeconds(15);

    private final WorkerFactory factory;

    StarterWorker(WorkflowClient client, DeadLetterActivities deadLetters, HandOverActivities handOver) {
        factory = WorkerFactory.newInstance(client);
        factory.newWorker(
                        TaskQueues.STARTER,
                        WorkerOptions.newBuilder()
                                .setUsingVirtualThreads(true)
                                .setMaxConcurrentActivityExecutionSize(8)
                                .build())
                .registerActivitiesImplementations(deadLetters, handOver);
    }

    @Override
    public void start() {
        factory.start();
    }

    @Override
    public void stop() {
        factory.shutdown();
        factory.awaitTermination(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public boolean isRunning() {
        return factory.isStarted() && !factory.isShutdown();
    }
}
