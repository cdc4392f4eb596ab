package io.recordsync.simulator.pipedrive;

import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.vendor.ContactFields;
import io.recordsync.simulator.vendor.SimulatedKind;
import java.util.Map;

/** Pipedrive: a company on the Lite plan with one seat. */
public final class PipedriveSystem {

    /** The personal API token that the account accepts. */
    public static final String TOKEN = "pd-token-recordsync";

    /**
     * Pipedrive's ids are numbers. A person has a single name, which cannot be split into first and last name with
     * certainty.
     */
    public static final SimulatedKind KIND = new SimulatedKind(
            "pipedrive",
            8105,
            new ContactFields("", "", "email", "phone", "contact_type", PipedriveSchema.RECORD_ID),
            (type, number) -> String.valueOf(number),
            AccountPlan.PIPEDRIVE_LITE,
            context -> new PipedriveVendor(TOKEN, context),
            (prefix, baseUrl) -> Map.of(prefix + "BASE_URL", baseUrl, prefix + "API_TOKEN", TOKEN));

    private PipedriveSystem() {}
}
