package io.recordsync.starter.events;

import io.recordsync.settings.TenantSettings;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.workflows.WorkflowIds;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Checks and normalises the names that events contain, so that they have the form and length that the other packages
 * rely on.
 */
final class EventKeys {

    static final String DEFAULT_TENANT = TenantSettings.DEFAULT;
    static final String CONTACT = "contact";

    /** Temporal's limit for a fairness key. The tenant is used as one. */
    private static final int MAX_TENANT_BYTES = 64;

    /**
     * Characters that people see as they are: no control or format characters, such as one that changes the reading
     * direction, and no line separators.
     */
    private static final Pattern TENANT = Pattern.compile("[^" + TenantSettings.SEPARATOR + "\\p{C}\\p{Zl}\\p{Zp}]+");

    private static final Pattern ENTITY = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    private static final Map<String, String> ENTITIES =
            Map.of("customer", CONTACT, "contacts", CONTACT, "accounts", "account", "deals", "deal");

    private EventKeys() {}

    static RecordKey record(String tenant, String entity, String recordId) throws UnreadableException {
        String own = ENTITIES.getOrDefault(entity, entity);
        if (!ENTITY.matcher(own).matches()) {
            throw new UnreadableException(
                    "the entity must be a name of at most 63 lower-case letters, digits and underscores");
        }
        if (bytes(tenant) > MAX_TENANT_BYTES) {
            throw new UnreadableException(
                    String.format(Locale.ROOT, "the tenant must have at most %d bytes", MAX_TENANT_BYTES));
        }
        if (!isName(tenant)) {
            throw new UnreadableException("the tenant must be a name of printable characters, without a slash");
        }
        if (!WorkflowIds.fits(tenant, own, recordId)) {
            throw new UnreadableException(String.format(
                    Locale.ROOT,
                    "the record's tenant, entity and id together are too long for a workflow id of %d bytes",
                    WorkflowIds.MAX_BYTES));
        }
        return new RecordKey(tenant, own, recordId);
    }

    private static boolean isName(String tenant) {
        return !tenant.isBlank() && TENANT.matcher(tenant).matches();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
