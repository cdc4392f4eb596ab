package io.recordsync.simulator.servicenow;

import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.vendor.ContactFields;
import io.recordsync.simulator.vendor.SimulatedKind;
import java.time.Duration;
import java.util.Map;

/** ServiceNow: an instance with Customer Service Management, and without rate rules until a plan sets one. */
public final class ServiceNowSystem {

    /** The user and the client that the instance accepts. */
    public static final ServiceNowCredentials ACCOUNT = new ServiceNowCredentials(
            "recordsync",
            "recordsync-password",
            "recordsync-client",
            "recordsync-client-secret",
            Duration.ofSeconds(1800));

    /** The plan is unlimited, because an instance has no rate rules until its administrator creates one. */
    public static final SimulatedKind KIND = new SimulatedKind(
            "servicenow",
            8103,
            new ContactFields(
                    "first_name",
                    "last_name",
                    ServiceNowSchema.EMAIL,
                    "phone",
                    "u_contact_type",
                    ServiceNowSchema.RECORD_ID),
            ServiceNowSchema.ids(),
            AccountPlan.UNLIMITED,
            context -> new ServiceNowVendor(ACCOUNT, context),
            ServiceNowSystem::settings);

    private ServiceNowSystem() {}

    private static Map<String, String> settings(String prefix, String baseUrl) {
        return Map.of(
                prefix + "BASE_URL", baseUrl,
                prefix + "USERNAME", ACCOUNT.username(),
                prefix + "PASSWORD", ACCOUNT.password());
    }
}
