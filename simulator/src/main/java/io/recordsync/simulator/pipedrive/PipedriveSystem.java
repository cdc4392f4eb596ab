package io.recordsync.simulator.pipedrive;

import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.store.IdSequence;
import io.recordsync.simulator.vendor.ContactFields;
import io.recordsync.simulator.vendor.SimulatedSystem;
import io.recordsync.simulator.vendor.Vendor;
import io.recordsync.simulator.vendor.VendorParts;
import java.util.Map;

/** Pipedrive: a company on the Lite plan with one seat. */
public final class PipedriveSystem implements SimulatedSystem {

    /** The personal API token that the account accepts. */
    public static final String TOKEN = "pd-token-recordsync";

    @Override
    public String system() {
        return "pipedrive";
    }

    @Override
    public int port() {
        return 8105;
    }

    @Override
    public CrmStore.Fields keys() {
        return PipedriveVendor.KEYS;
    }

    /** Pipedrive's ids are numbers. */
    @Override
    public IdSequence ids() {
        return (type, number) -> String.valueOf(number);
    }

    @Override
    public AccountPlan plan() {
        return AccountPlan.PIPEDRIVE_LITE;
    }

    @Override
    public Vendor vendor(VendorParts parts) {
        return new PipedriveVendor(TOKEN, parts);
    }

    @Override
    public Map<String, String> settings(String baseUrl) {
        return Map.of("PIPEDRIVE_BASE_URL", baseUrl, "PIPEDRIVE_API_TOKEN", TOKEN);
    }

    /** A person has a single name, which cannot be split into first and last name with certainty. */
    @Override
    public ContactFields contactFields() {
        return new ContactFields("", "", "email", "phone", "contact_type", PipedriveSchema.RECORD_ID);
    }
}
