package io.recordsync.connectors.kinds;

import io.recordsync.connectors.Connector;
import io.recordsync.settings.api.KindSettings;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A kind of system.
 *
 * @param settings its name and its settings
 * @param changesCredentials whether the vendor issues a new refresh token with each access token. Then the newest one
 *     must outlive the process: without it, no process can log in any more
 * @param factory makes the connector from the settings record and the shared parts
 */
public record SystemKind(
        KindSettings settings, boolean changesCredentials, BiFunction<Record, ConnectorParts, Connector> factory) {

    static <S extends Record> SystemKind of(
            String kind,
            Class<S> settings,
            List<List<String>> required,
            BiFunction<S, ConnectorParts, Connector> factory) {
        return new SystemKind(
                new KindSettings(kind, kind, settings, required),
                false,
                (values, parts) -> factory.apply(settings.cast(values), parts));
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

    /** @param values the settings record of this kind */
    public Connector connector(Record values, ConnectorParts parts) {
        return factory.apply(values, parts);
    }
}
