package io.recordsync.worker.systems;

import io.recordsync.connectors.Connector;
import io.recordsync.connectors.http.VendorHttp;
import io.recordsync.connectors.hubspot.HubSpotConnector;
import io.recordsync.connectors.salesforce.SalesforceConnector;
import io.recordsync.settings.StartException;
import io.recordsync.worker.settings.HubSpotAccount;
import io.recordsync.worker.settings.SalesforceAccount;
import io.recordsync.worker.settings.SystemAccount;
import java.time.InstantSource;
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
     * One for each account that is configured and whose deliveries this worker carries out.
     *
     * @throws StartException if what is set cannot be used
     */
    public static Connectors of(
            List<SystemAccount> accounts, Predicate<String> delivers, VendorHttp http, InstantSource clock) {
        return new Connectors(accounts.stream()
                .filter(account -> account.isConfigured() && delivers.test(account.system()))
                .map(account -> connector(account, http, clock))
                .collect(Collectors.toMap(Connector::system, Function.identity())));
    }

    private static Connector connector(SystemAccount account, VendorHttp http, InstantSource clock) {
        try {
            return switch (account) {
                case SalesforceAccount salesforce -> new SalesforceConnector(salesforce.settings(), http, clock);
                case HubSpotAccount hubSpot -> new HubSpotConnector(hubSpot.settings(), http);
            };
        } catch (IllegalArgumentException wrong) {
            throw new StartException(
                    "The account of %s is not set right: %s.".formatted(account.system(), wrong.getMessage()), wrong);
        }
    }

    public Collection<Connector> all() {
        return bySystem.values();
    }

    @Override
    public void close() {
        bySystem.values().forEach(Connector::close);
    }
}
