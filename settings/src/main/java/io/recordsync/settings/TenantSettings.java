package io.recordsync.settings;

import io.recordsync.store.RecordKey;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Which tenants' records go to the systems, as all tenants have one account of each system. */
@ConfigurationProperties("sync")
public record TenantSettings(
        @Setting(
                "Whether tenants other than default share its accounts at the systems: their record ids are then written there"
                        + " as {tenant}/{record id}. Otherwise their events are dead letters. The same for all starters and workers.")
        @DefaultValue("false")
        boolean sharedAccounts) {

    /** The tenant of events that name none. */
    public static final String DEFAULT = "default";

    /** Part of no tenant's name. */
    public static final String SEPARATOR = "/";

    /** Whether this tenant's records may be written to the systems. */
    public boolean hasConnection(String tenant) {
        return sharedAccounts || tenant.equals(DEFAULT);
    }

    /** Whether the systems could take the record for one of another tenant, by {@link #recordIdAtSystems}. */
    public boolean isAmbiguous(RecordKey key) {
        return sharedAccounts && key.tenant().equals(DEFAULT) && key.recordId().contains(SEPARATOR);
    }

    /** The record id by which the systems know the record: each system holds the records of all tenants. */
    public static String recordIdAtSystems(RecordKey key) {
        return key.tenant().equals(DEFAULT) ? key.recordId() : key.tenant() + SEPARATOR + key.recordId();
    }
}
