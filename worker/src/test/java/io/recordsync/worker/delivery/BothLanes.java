package io.recordsync.worker.delivery;

import io.recordsync.worker.WorkerFixture;
import io.recordsync.worker.WorkerProcess;
import io.recordsync.workflows.DeliverAllRequest;
import io.recordsync.workflows.DeliverAllResult;
import io.recordsync.workflows.DeliveryRequest;
import io.recordsync.workflows.HandedOver;
import io.recordsync.workflows.Retry;
import io.recordsync.workflows.RouteAllRequest;
import io.recordsync.workflows.RouteAllResult;
import io.recordsync.workflows.RouteRequest;
import io.recordsync.workflows.RouteResult;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Executes chunks and single records as their workflows do, all concurrently on its own threads. A retry follows as the
 * activity asks, but at most 150 ms later. A record that a chunk hands over continues as a single record.
 */
final class BothLanes implements AutoCloseable {

    private static final Duration MAX_PAUSE = Duration.ofMillis(150);

    /** The number of concurrent activities: fewer than the database has connections. */
    private static final int AT_A_TIME = 8;

    private final List<WorkerProcess> processes;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Phaser underWay = new Phaser(1);
    private final Semaphore slots = new Semaphore(AT_A_TIME);
    private final AtomicInteger runs = new AtomicInteger();
    private final Queue<HandedOver> handedOver = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> defects = new ConcurrentLinkedQueue<>();

    /** @param processes the worker processes that execute the activities in turn */
    BothLanes(WorkerProcess... processes) {
        this.processes = List.of(processes);
    }

    /** Executes a chunk as {@code SyncBatch} does. */
    void chunk(List<String> recordIds) {
        int run = runs.incrementAndGet();
        start(() -> {
            RouteAllResult route =
                    again(() -> process(run).routing().routeAll(new RouteAllRequest("default", "contact", recordIds)));
            goOnAlone(route.parked());
            route.parts().forEach(part -> start(() -> deliverAll(part, run)));
        });
    }

    private void deliverAll(RouteAllResult.Part part, int run) {
        List<String> waiting = part.recordIds();
        for (int attempt = run; !waiting.isEmpty(); attempt++) {
            WorkerProcess by = process(attempt);
            DeliverAllRequest request =
                    new DeliverAllRequest("default", "contact", waiting, part.system(), "chunk" + run, null);
            DeliverAllResult result = again(() -> by.chunks().deliverAll(request));
            goOnAlone(result.handedOver());
            waiting = result.waiting();
            pause(result.pause());
        }
    }

    private void goOnAlone(List<HandedOver> records) {
        handedOver.addAll(records);
        records.forEach(one -> single(one.recordId(), null));
    }

    /** Executes one round of {@code SyncRecord}. A delivery that gives up stays parked. */
    void single(String recordId, @Nullable Retry retry) {
        int run = runs.incrementAndGet();
        start(() -> {
            RouteResult route =
                    again(() -> process(run).routing().route(new RouteRequest("default", "contact", recordId, retry)));
            route.due().forEach(system -> start(() -> deliver(recordId, system, run)));
        });
    }

    private void deliver(String recordId, String system, int run) {
        DeliveryRequest request = new DeliveryRequest("default", "contact", recordId, system, "single" + run, null);
        try {
            again(() -> process(run).deliveries().deliver(request));
        } catch (ApplicationFailure parked) {
            handedOver.add(new HandedOver(recordId, system, parked.getType()));
        }
    }

    private WorkerProcess process(int turn) {
        return processes.get(turn % processes.size());
    }

    private <T> T again(Supplier<T> activity) {
        while (true) {
            try {
                return inSlot(activity);
            } catch (ApplicationFailure failure) {
                if (failure.isNonRetryable()) {
                    throw failure;
                }
                pause(failure.getNextRetryDelay());
            }
        }
    }

    private <T> T inSlot(Supplier<T> activity) {
        slots.acquireUninterruptibly();
        try {
            return activity.get();
        } finally {
            slots.release();
        }
    }

    private static void pause(@Nullable Duration asked) {
        boolean shorter = asked != null && asked.compareTo(MAX_PAUSE) < 0;
        WorkerFixture.pass(shorter ? asked : MAX_PAUSE);
    }

    private void start(Runnable step) {
        underWay.register();
        threads.submit(() -> {
            try {
                step.run();
            } catch (Throwable defect) {
                defects.add(defect);
            } finally {
                underWay.arriveAndDeregister();
            }
        });
    }

    /** Returns when everything that was started, directly or by another step, has ended. */
    void awaitEnd() throws InterruptedException {
        underWay.awaitAdvanceInterruptibly(underWay.arrive());
    }

    /** The deliveries that a chunk handed over, and the single deliveries that were parked. */
    List<HandedOver> handedOver() {
        return List.copyOf(handedOver);
    }

    List<Throwable> defects() {
        return List.copyOf(defects);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
