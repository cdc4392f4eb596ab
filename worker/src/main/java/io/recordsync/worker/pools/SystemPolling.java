package io.recordsync.worker.pools;

import io.recordsync.worker.delivery.circuit.PollingSwitch;
import io.temporal.worker.Worker;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The polling of each system's worker, which the system's circuit stops and starts. */
public final class SystemPolling implements PollingSwitch {

    private final Map<String, Worker> workers = new ConcurrentHashMap<>();

    void register(String system, Worker worker) {
        workers.put(system, worker);
    }

    @Override
    public void suspend(String system) {
        Optional.ofNullable(workers.get(system)).ifPresent(Worker::suspendPolling);
    }

    @Override
    public void resume(String system) {
        Optional.ofNullable(workers.get(system)).ifPresent(Worker::resumePolling);
    }
}
