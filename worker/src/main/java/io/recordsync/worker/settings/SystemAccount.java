package io.recordsync.worker.settings;

import io.recordsync.connectors.Connector;
import java.util.List;

/** The account of one system, from the settings. */
public interface SystemAccount {

    /** The accounts of all systems, in the order in which people see them. */
    List<Class<? extends Record>> ALL = List.of(
            SalesforceAccount.class,
            HubSpotAccount.class,
            ServiceNowAccount.class,
            OutreachAccount.class,
            PipedriveAccount.class,
            SyncedDatabaseAccount.class,
            FilesAccount.class,
            WebhookAccount.class);

    String system();

    /** Whether all required settings are set. */
    boolean isConfigured();

    /** The names of the required settings. */
    String whatItNeeds();

    /**
     * Whether the system changes its credentials. Then the newest ones must outlive the process, and CREDENTIALS_KEY
     * must be set: without the newest refresh token, no process can log in any more.
     */
    default boolean changesCredentials() {
        return false;
    }

    /**
     * Makes the connector. Only for an account that {@link #isConfigured}.
     *
     * @throws IllegalArgumentException if the settings break a rule; the message names it
     */
    Connector connector(ConnectorParts parts);
}
