package io.recordsync.simulator.servicenow;

import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.store.IdSequence;
import io.recordsync.simulator.vendor.ContactFields;
import io.recordsync.simulator.vendor.SimulatedSystem;
import io.recordsync.simulator.vendor.Vendor;
import io.recordsync.simulator.vendor.VendorParts;
import java.time.Duration;
import java.util.Map;

/** ServiceNow: an instance with Customer Service Management, and without rate rules until a plan sets one. */
public final class ServiceNowSystem implements SimulatedSystem {

    /** The user and the client that the instance accepts. */
    public static final ServiceNowCredentials ACCOUNT = new ServiceNowCredentials(
            "recordsync",
            "recordsync-password",
            "recordsync-client",
            "recordsync-client-secret",
            Duration.ofSeconds(1800));

    @Override
    public String system() {
        return "servicenow";
    }

    @Override
    public int port() {
        return 8103;
    }

    @Override
    public CrmStore.Fields keys() {
        return ServiceNowVendor.KEYS;
    }

    /** ServiceNow's ids have 32 hexadecimal digits and do not follow the order of creation. */
    @Override
    public IdSequence ids() {
        return ServiceNowSchema.ids();
    }

    /** An unlimited plan: an instance has no rate rules until its administrator creates one. */
    @Override
    public AccountPlan plan() {
        return AccountPlan.UNLIMITED;
    }

    @Override
    public Vendor vendor(VendorParts parts) {
        return new ServiceNowVendor(ACCOUNT, parts);
    }

    @Override
    public Map<String, String> settings(String baseUrl) {
        return Map.of(
                "SERVICENOW_BASE_URL", baseUrl,
                "SERVICENOW_USERNAME", ACCOUNT.username(),
                "SERVICENOW_PASSWORD", ACCOUNT.password());
    }

    @Override
    public ContactFields contactFields() {
        return new ContactFields("first_name", "last_name", "email", "phone", "u_contact_type", "u_recordsync_id");
    }
}
