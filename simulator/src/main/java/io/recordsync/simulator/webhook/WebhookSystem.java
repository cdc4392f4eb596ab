package io.recordsync.simulator.webhook;

import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.vendor.ContactFields;
import io.recordsync.simulator.vendor.SimulatedKind;
import java.util.Map;

/** One receiver of webhooks, without limits. */
public final class WebhookSystem {

    /** The secret with which messages must be signed. */
    public static final String SECRET = "whsec_cmVjb3Jkc3luYy1zaW11bGF0ZWQtcmVjZWl2ZXI=";

    /** The path that accepts messages. */
    public static final String PATH = "/hook";

    public static final SimulatedKind KIND = new SimulatedKind(
            "webhook",
            8107,
            new ContactFields(
                    "first_name", "last_name", WebhookRecords.EMAIL, "phone", "type", WebhookRecords.RECORD_ID),
            (type, number) -> "rcv-" + number,
            AccountPlan.UNLIMITED,
            context -> new WebhookVendor(SECRET, context),
            WebhookSystem::settings);

    private WebhookSystem() {}

    private static Map<String, String> settings(String prefix, String baseUrl) {
        return Map.of(prefix + "URL", baseUrl + PATH, prefix + "SECRET", SECRET, prefix + "ALLOW_PRIVATE", "true");
    }
}
