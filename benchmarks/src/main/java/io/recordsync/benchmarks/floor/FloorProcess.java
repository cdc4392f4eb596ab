package io.recordsync.benchmarks.floor;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.recordsync.store.Store;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * The worker of {@link FloorRecord}, with the same pools and slots as recordsync's own worker. Runs until it is killed.
 */
public final class FloorProcess {

    /** The line that the process prints when it is ready. */
    public static final String READY = "floor ready";

    private static final int SLOTS = 50;

    private FloorProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        Map<String, String> settings = System.getenv();
        FloorActivities activities = new FloorActivitiesImpl(store(settings), new FloorCalls(settings));
        WorkerFactory factory = WorkerFactory.newInstance(
                client(settings),
                WorkerFactoryOptions.newBuilder()
                        .setUsingVirtualWorkflowThreads(true)
                        .build());
        factory.newWorker(FloorRecord.QUEUE, virtual().build())
                .registerWorkflowImplementationTypes(FloorRecordImpl.class);
        Worker deliveries = factory.newWorker(
                FloorActivities.QUEUE,
                virtual().setMaxConcurrentActivityExecutionSize(SLOTS).build());
        deliveries.registerActivitiesImplementations(activities);
        factory.start();
        System.out.println(READY);
        new CountDownLatch(1).await();
    }

    private static Store store(Map<String, String> settings) {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(settings.get("DATABASE_URL"));
        return Store.open(new HikariDataSource(pool));
    }

    static WorkflowClient client(Map<String, String> settings) {
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(settings.get("TEMPORAL_ADDRESS"))
                .build());
        return WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder()
                        .setNamespace(settings.get("TEMPORAL_NAMESPACE"))
                        .build());
    }

    private static WorkerOptions.Builder virtual() {
        return WorkerOptions.newBuilder().setUsingVirtualThreads(true);
    }
}
