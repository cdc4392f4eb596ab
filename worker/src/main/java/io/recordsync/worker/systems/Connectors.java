package io.recordsync.worker.systems;

import io.recordsync.connectors.Connector;
import io.recordsync.connectors.kinds.ConnectorParts;
import io.recordsync.connectors.kinds.SystemKinds;
import io.recordsync.settings.ConfiguredSystem;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The connectors of this process, by system. */
public record Connectors(Map<String, Connector> bySystem) implements AutoCloseable {

    public Connectors {
        bySystem = Map.copyOf(bySystem);
    }

    /** Makes a connector for each system that is configured and whose deliveries this worker carries out. */
    public static Connectors of(Systems systems, Predicate<String> delivers, ConnectorParts parts) {
        return new Connectors(systems.all().stream()
                .filter(system -> delivers.test(system.name()))
                .flatMap(system -> connector(system, parts).stream())
                .collect(Collectors.toMap(Connector::system, Function.identity())));
    }

    /** The connector of one system; empty if the system is not configured. */
    public static Optional<Connector> connector(ConfiguredSystem system, ConnectorParts parts) {
        return system.values().map(values -> SystemKinds.of(system.kind()).connector(system.name(), values, parts));
    }

    /** @throws IllegalStateException if this worker has no connector for the system */
    public Connector of(String system) {
        Connector connector = bySystem.get(system);
        if (connector == null) {
            throw new IllegalStateException("no connector for " + system + " in this worker");
        }
        return connector;
    }

    public Collection<Connector> all() {
        return bySystem.values();
    }

    @Override
    public void close() {
        bySystem.values().forEach(Connector::close);
    }
}
