package io.recordsync.simulator.outreach;

import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.vendor.ContactFields;
import io.recordsync.simulator.vendor.SimulatedKind;
import java.util.Map;

/** Outreach: an org with one user, and one app that acts for that user. */
public final class OutreachSystem {

    /** The app that the org accepts. */
    public static final OutreachCredentials APP =
            new OutreachCredentials("recordsync-app", "recordsync-secret", "recordsync-refresh-token");

    private static final int CALLS_PER_HOUR = 10_000;

    /** The vendor's limit per user. There is no daily limit, but contracts limit the calls per year. */
    private static final AccountPlan PLAN =
            new AccountPlan(AccountPlan.UNLIMITED.perDay(), CALLS_PER_HOUR, AccountPlan.UNLIMITED.searchesPerWindow());

    /** Outreach's ids are small numbers, and a prospect has no contact type. */
    public static final SimulatedKind KIND = new SimulatedKind(
            "outreach",
            8104,
            new ContactFields("firstName", "lastName", "email", "workPhone", "", "externalId"),
            (type, number) -> String.valueOf(number),
            PLAN,
            context -> new OutreachVendor(APP, context),
            OutreachSystem::settings);

    private OutreachSystem() {}

    private static Map<String, String> settings(String prefix, String baseUrl) {
        return Map.of(
                prefix + "BASE_URL", baseUrl,
                prefix + "CLIENT_ID", APP.clientId(),
                prefix + "CLIENT_SECRET", APP.clientSecret(),
                prefix + "REFRESH_TOKEN", APP.refreshToken());
    }
}
