package io.recordsync.simulator.webhook;

import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.store.IdSequence;
import io.recordsync.simulator.vendor.ContactFields;
import io.recordsync.simulator.vendor.SimulatedSystem;
import io.recordsync.simulator.vendor.Vendor;
import io.recordsync.simulator.vendor.VendorParts;
import java.util.Map;

/** One receiver of webhooks, without limits. */
public final class WebhookSystem implements SimulatedSystem {

    /** The secret with which messages must be signed. */
    public static final String SECRET = "whsec_cmVjb3Jkc3luYy1zaW11bGF0ZWQtcmVjZWl2ZXI=";

    /** The path that accepts messages. */
    public static final String PATH = "/hook";

    @Override
    public String system() {
        return "webhook";
    }

    @Override
    public int port() {
        return 8107;
    }

    @Override
    public CrmStore.Fields keys() {
        return new CrmStore.Fields(WebhookVendor.RECORD_ID, WebhookVendor.EMAIL);
    }

    @Override
    public IdSequence ids() {
        return (type, number) -> "rcv-" + number;
    }

    @Override
    public AccountPlan plan() {
        return AccountPlan.UNLIMITED;
    }

    @Override
    public Vendor vendor(VendorParts parts) {
        return new WebhookVendor(SECRET, parts);
    }

    @Override
    public Map<String, String> settings(String baseUrl) {
        return Map.of("WEBHOOK_URL", baseUrl + PATH, "WEBHOOK_SECRET", SECRET, "WEBHOOK_ALLOW_PRIVATE", "true");
    }

    @Override
    public ContactFields contactFields() {
        return new ContactFields(
                "first_name", "last_name", WebhookVendor.EMAIL, "phone", "type", WebhookVendor.RECORD_ID);
    }
}
