package io.recordsync.worker.delivery;

import io.recordsync.connectors.Connector;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.worker.delivery.circuit.CircuitGate;
import io.recordsync.worker.delivery.circuit.Circuits;
import io.recordsync.worker.delivery.retry.ActivityFailures;
import io.recordsync.worker.delivery.retry.FailedCall;
import io.recordsync.worker.delivery.retry.RetryPolicy;
import java.time.Duration;
import java.util.Map;

/** The systems of this process: their connectors, the circuits that guard them, and the calls that failed there. */
public final class SystemAccess {

    private final Map<String, Connector> connectors;
    private final Circuits circuits;
    private final RetryPolicy retries;
    private final Duration grace;
    private final DeliveryMetrics metrics;

    /**
     * @param connectors the connectors of this process, by system
     * @param grace how long a write may still take effect after its call has ended without an answer
     */
    public SystemAccess(
            Map<String, Connector> connectors,
            Circuits circuits,
            RetryPolicy retries,
            Duration grace,
            DeliveryMetrics metrics) {
        this.connectors = Map.copyOf(connectors);
        this.circuits = circuits;
        this.retries = retries;
        this.grace = grace;
        this.metrics = metrics;
    }

    /** A run that read what has changed has brought so many records, with so many calls. */
    public void read(String system, String entity, long records, long calls) {
        metrics.efficiency(system, entity, records / (double) Math.max(1, calls));
    }

    public Connector connector(String system) {
        Connector connector = connectors.get(system);
        if (connector == null) {
            throw new IllegalStateException("no connector for " + system + " in this worker");
        }
        return connector;
    }

    /**
     * @throws io.temporal.failure.ApplicationFailure while the circuit of the system or of the account is open; it says
     *     how long to wait
     */
    public CircuitGate gate(String tenant, String system) {
        CircuitGate gate = circuits.gate(tenant, system);
        if (gate.isOpen()) {
            throw ActivityFailures.waiting(ActivityFailures.circuitIsOpen(system), gate.patience(retries));
        }
        return gate;
    }

    /** Counts a failed call, and says what may follow from it. */
    public FailedCall failed(String system, ConnectorException failure) {
        metrics.failed(system, failure.kind());
        return new FailedCall(failure, failure.inDoubt() ? grace : Duration.ZERO, retries);
    }
}
