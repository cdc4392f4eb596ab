package io.recordsync.connectors.kinds;

import io.recordsync.connectors.Connector;
import io.recordsync.settings.api.KindSettings;
import java.util.List;

/**
 * A kind of system.
 *
 * @param settings its name and its settings
 * @param changesCredentials whether the vendor issues a new refresh token with each access token. Then the newest one
 *     must outlive the process: without it, no process can log in any more
 * @param factory makes the connector from the settings record and the shared parts
 */
public record SystemKind(KindSettings settings, boolean changesCredentials, Factory<Record> factory) {

    /** Makes the connector of one system. */
    @FunctionalInterface
    public interface Factory<S extends Record> {
        Connector connector(String system, S settings, ConnectorParts parts);
    }

    static <S extends Record> SystemKind of(
            String kind, Class<S> settings, List<List<String>> required, Factory<S> factory) {
        return new SystemKind(
                new KindSettings(kind, kind, settings, required),
                false,
                (system, values, parts) -> factory.connector(system, settings.cast(values), parts));
    }

    /** The same kind, with another prefix for the settings of the system that has the kind's name. */
    SystemKind withPrefix(String prefix) {
        KindSettings changed = new KindSettings(settings.kind(), prefix, settings.record(), settings.required());
        return new SystemKind(changed, changesCredentials, factory);
    }

    SystemKind changingCredentials() {
        return new SystemKind(settings, true, factory);
    }

    public String name() {
        return settings.kind();
    }

    /**
     * @param system the system's name
     * @param values the settings record of this kind
     */
    public Connector connector(String system, Record values, ConnectorParts parts) {
        return factory.connector(system, values, parts);
    }
}
