package io.recordsync.simulator.outreach;

import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.store.IdSequence;
import io.recordsync.simulator.vendor.ContactFields;
import io.recordsync.simulator.vendor.SimulatedSystem;
import io.recordsync.simulator.vendor.Vendor;
import io.recordsync.simulator.vendor.VendorParts;
import java.util.Map;

/** Outreach: an org with one user, and one app that acts for that user. */
public final class OutreachSystem implements SimulatedSystem {

    /** The app that the org accepts. */
    public static final OutreachCredentials APP =
            new OutreachCredentials("recordsync-app", "recordsync-secret", "recordsync-refresh-token");

    private static final int CALLS_AN_HOUR = 10_000;

    @Override
    public String system() {
        return "outreach";
    }

    @Override
    public int port() {
        return 8104;
    }

    @Override
    public CrmStore.Fields keys() {
        return new CrmStore.Fields("externalId", "email");
    }

    /** Outreach's ids are small numbers. */
    @Override
    public IdSequence ids() {
        return (type, number) -> String.valueOf(number);
    }

    /** The vendor's limit per user. There is no daily limit, but contracts limit the calls per year. */
    @Override
    public AccountPlan plan() {
        return new AccountPlan(
                AccountPlan.UNLIMITED.perDay(), CALLS_AN_HOUR, AccountPlan.UNLIMITED.searchesPerWindow());
    }

    @Override
    public Vendor vendor(VendorParts parts) {
        return new OutreachVendor(APP, parts);
    }

    @Override
    public Map<String, String> settings(String baseUrl) {
        return Map.of(
                "OUTREACH_BASE_URL", baseUrl,
                "OUTREACH_CLIENT_ID", APP.clientId(),
                "OUTREACH_CLIENT_SECRET", APP.clientSecret(),
                "OUTREACH_REFRESH_TOKEN", APP.refreshToken());
    }

    /** Outreach has no contact type. */
    @Override
    public ContactFields contactFields() {
        return new ContactFields("firstName", "lastName", "email", "workPhone", "", "externalId");
    }
}
