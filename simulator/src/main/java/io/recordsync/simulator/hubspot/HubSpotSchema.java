package io.recordsync.simulator.hubspot;

import io.recordsync.simulator.edits.UserInterface;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The objects and properties of the simulated account: the default ones that are used, the custom ones that recordsync
 * needs, and a custom object.
 */
final class HubSpotSchema {

    /** The unique custom property that users of recordsync add to their account. */
    static final String RECORD_ID = "recordsync_id";

    static final String EMAIL = "email";
    static final String OBJECT_ID = "hs_object_id";
    static final String CREATED = "createdate";
    /** The ids of the objects that were merged into this one, with a semicolon between them. */
    static final String MERGED_IDS = "hs_merged_object_ids";

    private static final List<Type> TYPES = List.of(
            new Type(
                    "contacts",
                    Set.of("contacts", "contact", "0-1"),
                    "lastmodifieddate",
                    Set.of(EMAIL, RECORD_ID),
                    names("email firstname lastname phone mobilephone company jobtitle website address city state "
                            + "zip country fax salutation lifecyclestage hs_lead_status hs_language "
                            + "hubspot_owner_id message contact_type recordsync_id"),
                    names("firstname lastname email")),
            new Type(
                    "companies",
                    Set.of("companies", "company", "0-2"),
                    "hs_lastmodifieddate",
                    Set.of(RECORD_ID),
                    names("name domain phone website industry description address city state zip country"
                            + " numberofemployees annualrevenue hubspot_owner_id recordsync_id"),
                    names("name domain")),
            new Type(
                    "deals",
                    Set.of("deals", "deal", "0-3"),
                    "hs_lastmodifieddate",
                    Set.of(RECORD_ID),
                    names("dealname dealstage pipeline amount closedate description dealtype hubspot_owner_id "
                            + "recordsync_id"),
                    names("dealname amount closedate pipeline dealstage")),
            new Type(
                    "p4711_subscriptions",
                    Set.of("p4711_subscriptions", "2-4711001"),
                    "hs_lastmodifieddate",
                    Set.of(RECORD_ID),
                    names("subscription_name status start recordsync_id"),
                    names("subscription_name")));

    private HubSpotSchema() {}

    /**
     * One object type.
     *
     * @param aliases all its names in addresses
     * @param modified the name of its last-modified property, which differs between types
     * @param unique the properties that can be used as {@code idProperty}
     * @param defaults what a read returns, in addition to id and dates, when it names no properties
     */
    record Type(
            String name,
            Set<String> aliases,
            String modified,
            Set<String> unique,
            Set<String> writable,
            Set<String> defaults) {

        List<String> readOnly() {
            return List.of(OBJECT_ID, CREATED, modified, MERGED_IDS);
        }

        /** The properties that every answer has. */
        List<String> always() {
            return List.of(OBJECT_ID, CREATED, modified);
        }

        boolean knows(String property) {
            return writable.contains(property) || readOnly().contains(property);
        }
    }

    /**
     * What a person types, as HubSpot keeps it: e-mail addresses in lower case.
     *
     * @throws IllegalArgumentException when there is no such type or property
     */
    static Map<String, String> typed(String type, Map<String, String> values) {
        Map<String, String> typed = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (type(type).filter(known -> known.writable().contains(name)).isEmpty()) {
                throw UserInterface.unknown(type, name);
            }
            typed.put(name, name.equals(EMAIL) ? value.toLowerCase(Locale.ROOT) : value);
        });
        return typed;
    }

    static Optional<Type> type(String name) {
        return TYPES.stream().filter(type -> type.aliases().contains(name)).findFirst();
    }

    private static Set<String> names(String names) {
        return new LinkedHashSet<>(Arrays.asList(names.split(" ")));
    }
}
