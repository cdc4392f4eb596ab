package io.recordsync.simulator.audit;

import io.recordsync.simulator.events.SentEvent;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the default field mappings make of an event, written down once more: the audit trusts no code of the product. */
final class DefaultMapping {

    private static final List<String> SALESFORCE =
            List.of("FirstName", "LastName", "Email", "Phone", "ContactType__c", "RecordsyncId__c");
    private static final List<String> HUBSPOT =
            List.of("firstname", "lastname", "email", "phone", "contact_type", "recordsync_id");

    private final List<String> names;

    private DefaultMapping(List<String> names) {
        this.names = names;
    }

    static DefaultMapping of(String system) {
        return switch (system) {
            case "salesforce" -> new DefaultMapping(SALESFORCE);
            case "hubspot" -> new DefaultMapping(HUBSPOT);
            default -> throw new IllegalArgumentException("There is no default mapping for " + system + ".");
        };
    }

    /** What the system is to hold after the event; an empty value means that the field is to be empty. */
    Map<String, String> fields(SentEvent event) {
        String[] words = event.person().name().strip().split("\\s+", 2);
        return Map.of(
                names.get(0), words.length == 1 ? "" : words[0],
                names.get(1), words[words.length - 1],
                names.get(2), event.person().email().strip().toLowerCase(Locale.ROOT),
                names.get(3), event.person().e164Phone(),
                names.get(4), event.contactType(),
                names.get(5), event.recordId());
    }

    String email() {
        return names.get(2);
    }

    String phone() {
        return names.get(3);
    }

    String recordId() {
        return names.get(5);
    }
}
