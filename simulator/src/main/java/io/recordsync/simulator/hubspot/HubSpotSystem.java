package io.recordsync.simulator.hubspot;

import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.vendor.ContactFields;
import io.recordsync.simulator.vendor.SimulatedKind;
import java.util.Map;

/** HubSpot: a Starter account. */
public final class HubSpotSystem {

    /** The bearer token that the account accepts. */
    public static final String TOKEN = "pat-na1-recordsync";

    /** HubSpot's ids are numbers as text. */
    public static final SimulatedKind KIND = new SimulatedKind(
            "hubspot",
            8102,
            new ContactFields(
                    "firstname", "lastname", HubSpotSchema.EMAIL, "phone", "contact_type", HubSpotSchema.RECORD_ID),
            (type, number) -> String.valueOf(100_000 + number),
            AccountPlan.HUBSPOT_STARTER,
            context -> new HubSpotVendor(TOKEN, context),
            (prefix, baseUrl) -> Map.of(prefix + "BASE_URL", baseUrl, prefix + "API_TOKEN", TOKEN));

    private HubSpotSystem() {}
}
