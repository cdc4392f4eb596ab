package io.recordsync.worker.settings;

import io.recordsync.connectors.Connector;
import java.util.List;

/** One system's account, as settings give it. */
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

    /** Whether all that it cannot do without is set. */
    boolean isConfigured();

    /** The names of what it cannot do without. */
    String whatItNeeds();

    /**
     * Whether the system changes its credentials by itself: then the newest must outlive the process, and CREDENTIALS_KEY must be set. Who forgets
     * a refresh token locks itself out.
     */
    default boolean changesCredentials() {
        return false;
    }

    /**
     * Only for an account that {@link #isConfigured}.
     *
     * @throws IllegalArgumentException with the rule that what is set breaks
     */
    Connector connector(ConnectorParts parts);
}
