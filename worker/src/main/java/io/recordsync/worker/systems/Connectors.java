package io.recordsync.worker.systems;

import io.recordsync.connectors.Connector;
import io.recordsync.settings.StartException;
import io.recordsync.worker.settings.ConnectorParts;
import io.recordsync.worker.settings.SystemAccount;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The connectors of this process, by system. */
public record Connectors(Map<String, Connector> bySystem) implements AutoCloseable {

    public Connectors {
        bySystem = Map.copyOf(bySystem);
    }

    /**
     * Makes a connector for each account that is configured and whose deliveries this worker carries out.
     *
     * @throws StartException if the settings of an account cannot be used
     */
    public static Connectors of(List<SystemAccount> accounts, Predicate<String> delivers, ConnectorParts parts) {
        return new Connectors(accounts.stream()
                .filter(account -> account.isConfigured() && delivers.test(account.system()))
                .map(account -> connector(account, parts))
                .collect(Collectors.toMap(Connector::system, Function.identity())));
    }

    private static Connector connector(SystemAccount account, ConnectorParts parts) {
        try {
            return account.connector(parts);
        } catch (IllegalArgumentException wrong) {
            throw new StartException(
                    "The account of %s is not set right: %s.".formatted(account.system(), wrong.getMessage()), wrong);
        }
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
