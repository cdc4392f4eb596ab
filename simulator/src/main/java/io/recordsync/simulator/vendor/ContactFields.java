package io.recordsync.simulator.vendor;

import java.util.HashMap;
import java.util.Map;

/**
 * The field names for the parts of a contact in a system's store; an empty name for a part that its rule preset does
 * not map.
 *
 * @param recordId the field with our record id
 */
public record ContactFields(
        String firstName, String lastName, String email, String phone, String type, String recordId) {

    /**
     * The fields for a full name. Its first word is the first name, if it has more than one; a system without first and
     * last names has the field {@code name}.
     */
    Map<String, String> ofName(String name) {
        if (lastName.isEmpty()) {
            return Map.of("name", name);
        }
        String[] words = name.strip().split("\\s+", 2);
        return Map.of(firstName, words.length == 1 ? "" : words[0], lastName, words[words.length - 1]);
    }

    /** These values by the system's field names. */
    public Map<String, String> of(
            String first, String last, String address, String number, String contactType, String id) {
        Map<String, String> fields = new HashMap<>(Map.of(lastName, last, email, address, phone, number));
        fields.put(firstName, first);
        fields.put(type, contactType);
        fields.put(recordId, id);
        fields.remove("");
        return Map.copyOf(fields);
    }
}
