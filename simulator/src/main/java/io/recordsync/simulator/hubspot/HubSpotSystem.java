package io.recordsync.simulator.hubspot;

import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.store.IdSequence;
import io.recordsync.simulator.vendor.ContactFields;
import io.recordsync.simulator.vendor.SimulatedSystem;
import io.recordsync.simulator.vendor.Vendor;
import io.recordsync.simulator.vendor.VendorParts;
import java.util.Map;

/** HubSpot: a Starter account. */
public final class HubSpotSystem implements SimulatedSystem {

    /** The bearer token that the account accepts. */
    public static final String TOKEN = "pat-na1-recordsync";

    @Override
    public String system() {
        return "hubspot";
    }

    @Override
    public int port() {
        return 8102;
    }

    @Override
    public CrmStore.Fields keys() {
        return HubSpotVendor.KEYS;
    }

    /** HubSpot's ids are numbers as text. */
    @Override
    public IdSequence ids() {
        return (type, number) -> String.valueOf(100_000 + number);
    }

    @Override
    public AccountPlan plan() {
        return AccountPlan.HUBSPOT_STARTER;
    }

    @Override
    public Vendor vendor(VendorParts parts) {
        return new HubSpotVendor(TOKEN, parts);
    }

    @Override
    public Map<String, String> settings(String baseUrl) {
        return Map.of("HUBSPOT_BASE_URL", baseUrl, "HUBSPOT_API_TOKEN", TOKEN);
    }

    @Override
    public ContactFields contactFields() {
        return new ContactFields("firstname", "lastname", "email", "phone", "contact_type", "recordsync_id");
    }
}
