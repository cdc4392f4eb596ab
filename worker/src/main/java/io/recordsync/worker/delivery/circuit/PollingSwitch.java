package io.recordsync.worker.delivery.circuit;

/**
 * Stops and starts this process's polling for one system's deliveries, so that the backlog of a system that is down
 * stays in Temporal.
 */
public interface PollingSwitch {

    void suspend(String system);

    void resume(String system);
}
