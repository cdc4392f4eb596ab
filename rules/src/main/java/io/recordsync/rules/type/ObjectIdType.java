package io.recordsync.rules.type;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The ids that vendors give their records: numbers (HubSpot and others), and Salesforce's 15 case-sensitive characters.
 * 3 added characters make the 18 of them unique even where case is lost.
 */
final class ObjectIdType {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,20}");
    private static final Pattern SALESFORCE = Pattern.compile("[A-Za-z0-9]{15}(?:[A-Z0-5]{3})?");
    private static final int CASE_SENSITIVE_PART = 15;
    private static final int GROUP = 5;
    private static final String CHECK_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

    private ObjectIdType() {}

    static Optional<CheckedValue> check(String text) {
        if (NUMBER.matcher(text).matches()) {
            return Optional.of(CheckedValue.good(text));
        }
        return Optional.of(text).filter(id -> SALESFORCE.matcher(id).matches()).map(ObjectIdType::verified);
    }

    private static CheckedValue verified(String id) {
        String full = withCheckCharacters(id.substring(0, CASE_SENSITIVE_PART));
        return full.startsWith(id)
                ? CheckedValue.good(full)
                : CheckedValue.bad("is an object id with wrong check characters");
    }

    /**
     * Adds one character for each group of five. It says which of the five are capital letters, with the first in the
     * lowest bit.
     */
    private static String withCheckCharacters(String id) {
        StringBuilder full = new StringBuilder(id);
        for (int start = 0; start < CASE_SENSITIVE_PART; start += GROUP) {
            int capitals = 0;
            for (int i = 0; i < GROUP; i++) {
                char c = id.charAt(start + i);
                capitals |= c >= 'A' && c <= 'Z' ? 1 << i : 0;
            }
            full.append(CHECK_CHARACTERS.charAt(capitals));
        }
        return full.toString();
    }
}
