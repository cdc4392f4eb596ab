package io.recordsync.settings;

import io.recordsync.settings.api.Setting;
import io.recordsync.store.ledger.RecordKey;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Which tenants' records are sent to the systems. All tenants share one account of each system. */
@ConfigurationProperties("sync")
public record TenantSettings(
        @Setting(
                value = "Whether all tenants share the accounts of the tenant default. If true, the systems"
                        + " store the record ids of other tenants as {tenant}/{record id}. If false, events"
                        + " of other tenants are dead letters. All starters and workers must have the same"
                        + " value.",
                byDefault = "false")
        boolean sharedAccounts) {

    /** The tenant of events that name no tenant. */
    public static final String DEFAULT = "default";

    /** Separates the tenant from the record id. No tenant's name contains it. */
    public static final String SEPARATOR = "/";

    /** Whether this tenant's records may be written to the systems. */
    public boolean hasConnection(String tenant) {
        return sharedAccounts || tenant.equals(DEFAULT);
    }

    /**
     * Whether the record's id at the systems, {@link #recordIdAtSystems}, could also be that of another tenant's
     * record.
     */
    public boolean isAmbiguous(RecordKey key) {
        return sharedAccounts && key.tenant().equals(DEFAULT) && key.recordId().contains(SEPARATOR);
    }

    /**
     * The record id that is used at the systems. It begins with the tenant unless that is the default one, because each
     * system holds the records of all tenants.
     */
    public static String recordIdAtSystems(RecordKey key) {
        return key.tenant().equals(DEFAULT) ? key.recordId() : key.tenant() + SEPARATOR + key.recordId();
    }
}
