package io.recordsync.worker.settings;

/** One system's account, as settings give it. */
public sealed interface SystemAccount permits SalesforceAccount, HubSpotAccount {

    String system();

    /** Whether all that it cannot do without is set. */
    boolean isConfigured();

    /** The names of what it cannot do without. */
    String whatItNeeds();
}
