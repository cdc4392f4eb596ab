package io.recordsync.connectors;

import io.recordsync.connectors.http.VendorHttp;
import io.recordsync.simulator.Simulators;
import io.recordsync.simulator.SimulatorsOptions;
import io.recordsync.simulator.store.Arrival;
import io.recordsync.simulator.store.StoredObject;
import io.recordsync.simulator.vendor.Simulator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A system's simulator, on a clock of the test's own, and the connector to it. */
final class SimulatedTest implements TestedSystem {

    private final TestClock clock = new TestClock();
    private final SimulatedUnderTest system;
    private final Simulators simulators;
    private final Simulator simulator;
    private final Connector connector;

    SimulatedTest(SimulatedUnderTest system, VendorHttp http) {
        this.system = system;
        simulators = Simulators.start(
                SimulatorsOptions.of(List.of(system.kind())).onFreePorts().withClock(clock));
        simulator = simulators.of(system.kind());
        connector = system.connector(simulator, http, InstantSource.system());
    }

    @Override
    public Connector connector() {
        return connector;
    }

    @Override
    public List<StoredObject> all() {
        return simulator.store().all(system.storedAs());
    }

    @Override
    public List<StoredObject> having(String field, String value) {
        return simulator.store().having(system.storedAs(), field, value);
    }

    @Override
    public List<StoredObject> create(List<Map<String, String>> contacts) {
        return contacts.stream()
                .map(contact -> simulator.store().create(system.storedAs(), contact, Arrival.ANSWERED))
                .toList();
    }

    @Override
    public void update(StoredObject contact, Map<String, String> changes) {
        simulator.store().update(contact, changes, Arrival.ANSWERED);
    }

    @Override
    public void delete(StoredObject contact) {
        simulator.store().delete(contact, Arrival.ANSWERED);
    }

    @Override
    public Optional<String> merge(StoredObject loser, StoredObject winner) {
        return system.merge(simulator, loser, winner);
    }

    @Override
    public long creates(String recordId) {
        return simulator.store().creates(recordId);
    }

    @Override
    public long calls() {
        return simulator.counts().calls();
    }

    @Override
    public boolean pass(Duration time) {
        clock.pass(time);
        return true;
    }

    @Override
    public String pages() {
        return system.holdsRecords() ? simulator.baseUrl() : "";
    }

    @Override
    public Optional<Simulator> simulator() {
        return Optional.of(simulator);
    }

    @Override
    public void close() {
        connector.close();
        simulators.close();
    }
}
