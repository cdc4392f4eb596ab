package io.recordsync.worker.pools;

import io.recordsync.connectors.Connector;
import io.recordsync.connectors.Quota.Window;
import io.recordsync.worker.workflow.DescribeSystemImpl;
import io.recordsync.worker.workflow.HeldDeletesImpl;
import io.recordsync.worker.workflow.PushRecordsImpl;
import io.recordsync.worker.workflow.ReadChangesImpl;
import io.recordsync.worker.workflow.SyncBatchImpl;
import io.recordsync.worker.workflow.SyncRecordImpl;
import io.recordsync.workflows.ChunkActivities;
import io.recordsync.workflows.DeliveryActivities;
import io.recordsync.workflows.PushActivities;
import io.recordsync.workflows.ReadingActivities;
import io.recordsync.workflows.RoutingActivities;
import io.recordsync.workflows.SystemActivities;
import io.recordsync.workflows.TaskQueues;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the workers, and stops them before the parts that they use are closed. Work in progress may end first, so that
 * nothing waits for a timeout at the next start. The pools are built in code, because the systems, and therefore the
 * queues, are known only at the start.
 */
public final class WorkerPools implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerPools.class);

    private static final Duration SHORT = Duration.ofMinutes(1);

    /**
     * The rate at which a queue gives out work, as a multiple of the rate of calls that is allowed. It is higher than
     * one for three reasons: some work needs no call; in measurements, the server stays up to 15 percent below a rate;
     * and while workers with different limits run, the server uses the limit now of the one and now of the other.
     */
    private static final double QUEUE_AHEAD = 2;

    private final WorkerFactory factory;
    private final Duration stopWithin;
    private final Map<String, Worker> workers = new HashMap<>();

    /** @param stopWithin how long work in progress may take to end when the process stops */
    public WorkerPools(WorkflowClient client, Duration stopWithin) {
        this.factory = WorkerFactory.newInstance(
                client,
                WorkerFactoryOptions.newBuilder()
                        .setUsingVirtualWorkflowThreads(true)
                        .build());
        this.stopWithin = stopWithin;
    }

    /** Adds a pool for workflows and their local activities. */
    public void addWorkflows(RoutingActivities routing) {
        Worker worker = factory.newWorker(
                TaskQueues.RECORDSYNC,
                WorkerOptions.newBuilder().setUsingVirtualThreads(true).build());
        workers.put(worker.getTaskQueue(), worker);
        worker.registerWorkflowImplementationTypes(
                SyncRecordImpl.class,
                SyncBatchImpl.class,
                DescribeSystemImpl.class,
                ReadChangesImpl.class,
                PushRecordsImpl.class,
                HeldDeletesImpl.class);
        worker.registerActivitiesImplementations(routing);
    }

    /**
     * Adds a pool for one system's deliveries and for other requests to it.
     *
     * @param slots the largest number of these that run at a time
     * @param polling is told how to suspend this pool
     */
    public void addSystem(
            Connector connector,
            DeliveryActivities delivery,
            ChunkActivities chunks,
            SystemActivities systems,
            ReadingActivities reading,
            PushActivities pushes,
            int slots,
            SystemPolling polling) {
        Worker worker = factory.newWorker(TaskQueues.ofSystem(connector.system()), options(connector, slots));
        workers.put(worker.getTaskQueue(), worker);
        worker.registerActivitiesImplementations(delivery, chunks, systems, reading, pushes);
        polling.register(connector.system(), worker);
    }

    Set<String> queues() {
        return workers.keySet();
    }

    /** The queues that are not polled now, because their system's circuit is open. */
    List<String> suspendedQueues() {
        return workers.entrySet().stream()
                .filter(one -> one.getValue().isSuspended())
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * The queue's rate keeps a backlog in Temporal, which orders it by priority, and not in the workers. The permits
     * enforce the quota.
     */
    private static WorkerOptions options(Connector connector, int slots) {
        WorkerOptions.Builder options = WorkerOptions.newBuilder()
                .setUsingVirtualThreads(true)
                .setMaxConcurrentActivityExecutionSize(slots)
                .setDisableEagerExecution(true);
        rate(connector).ifPresent(options::setMaxTaskQueueActivitiesPerSecond);
        return options.build();
    }

    /**
     * The rate of the windows of less than a minute. The calls of a longer window may be made all at once, until they
     * are used up.
     */
    private static OptionalDouble rate(Connector connector) {
        return connector.capabilities().quota().windows().stream()
                .filter(window -> window.length().compareTo(SHORT) < 0)
                .mapToDouble(WorkerPools::perSecond)
                .min();
    }

    private static double perSecond(Window window) {
        return QUEUE_AHEAD * window.limit() * 1000.0 / window.length().toMillis();
    }

    @Override
    public void start() {
        factory.start();
    }

    @Override
    public void stop() {
        factory.shutdown();
        factory.awaitTermination(stopWithin.toMillis(), TimeUnit.MILLISECONDS);
        if (!factory.isTerminated()) {
            LOG.warn(
                    "some work had not ended after {} and is interrupted. Temporal gives it to another worker",
                    stopWithin);
            factory.shutdownNow();
        }
    }

    @Override
    public boolean isRunning() {
        return factory.isStarted() && !factory.isShutdown();
    }
}
