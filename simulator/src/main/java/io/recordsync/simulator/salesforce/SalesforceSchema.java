package io.recordsync.simulator.salesforce;

import io.recordsync.simulator.edits.UserInterface;
import io.recordsync.simulator.store.IdSequence;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The objects and fields of the simulated org: the standard ones that are used, the custom ones that recordsync needs,
 * and a custom object.
 */
final class SalesforceSchema {

    /** The external-id field that users of recordsync add to their org: unique and case-sensitive. */
    static final String EXTERNAL_ID = "RecordsyncId__c";

    static final String EMAIL = "Email";

    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String CHECK_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

    private static final Map<String, Type> TYPES = Map.of(
            "contact",
            type(
                    "Contact",
                    "003",
                    "LastName",
                    "LastName:80 FirstName:40 Email:80 Phone:40 MobilePhone:40 HomePhone:40 Fax:40 Title:128 "
                            + "Department:80 AccountId:18 Salutation:40 Birthdate:10 LeadSource:255 Description:32000 "
                            + "MailingStreet:255 MailingCity:40 MailingState:80 MailingPostalCode:20 MailingCountry:80 "
                            + "ContactType__c:255 Status__c:255 RecordsyncId__c:255"),
            "account",
            type(
                    "Account",
                    "001",
                    "Name",
                    "Name:255 Phone:40 Fax:40 Website:255 Industry:255 Type:255 AccountNumber:40 Description:32000"
                            + " BillingStreet:255 BillingCity:40 BillingState:80 BillingPostalCode:20 BillingCountry:80"
                            + " RecordsyncId__c:255"),
            "subscription__c",
            type("Subscription__c", "a00", "Name", "Name:80 Status__c:255 Start__c:10 RecordsyncId__c:255"));

    private SalesforceSchema() {}

    /**
     * One object type.
     *
     * @param prefix the first three characters of its ids
     * @param fields the writable fields by lower-case name
     */
    record Type(String name, String prefix, String required, Map<String, Field> fields) {

        /** Whether it is a custom object of the org. */
        boolean isCustom() {
            return name.endsWith("__c");
        }

        Optional<Field> field(String anyCase) {
            return Optional.ofNullable(fields.get(anyCase.toLowerCase(Locale.ROOT)));
        }
    }

    record Field(String name, int maxLength) {}

    static Collection<Type> types() {
        return TYPES.values();
    }

    static Optional<Type> type(String anyCase) {
        return Optional.ofNullable(TYPES.get(anyCase.toLowerCase(Locale.ROOT)));
    }

    /** The type of an object by the prefix of its id. */
    static Optional<Type> typeOfId(String id) {
        return TYPES.values().stream()
                .filter(type -> id.startsWith(type.prefix()))
                .findFirst();
    }

    /**
     * What a person types, by the names of the fields.
     *
     * @throws IllegalArgumentException when there is no such type or field
     */
    static Map<String, String> typed(String type, Map<String, String> values) {
        Map<String, String> typed = new LinkedHashMap<>();
        values.forEach((name, value) -> typed.put(
                type(type)
                        .flatMap(known -> known.field(name))
                        .map(Field::name)
                        .orElseThrow(() -> UserInterface.unknown(type, name)),
                value));
        return typed;
    }

    static IdSequence ids() {
        return (type, number) -> longId(shortId(type(type).orElseThrow().prefix(), number));
    }

    /**
     * The long form of an id. The short form has 15 case-sensitive characters, the long one 18 that can be compared
     * ignoring case.
     */
    static String longId(String id) {
        if (id.length() != 15) {
            return id;
        }
        StringBuilder check = new StringBuilder();
        for (int chunk = 0; chunk < 3; chunk++) {
            check.append(checkDigit(id.substring(chunk * 5, chunk * 5 + 5)));
        }
        return id + check;
    }

    /** Encodes as one character which of the five characters are upper case. */
    private static char checkDigit(String five) {
        int bits = 0;
        for (int i = 0; i < five.length(); i++) {
            bits |= Character.isUpperCase(five.charAt(i)) ? 1 << i : 0;
        }
        return CHECK_DIGITS.charAt(bits);
    }

    private static String shortId(String prefix, long number) {
        StringBuilder digits = new StringBuilder();
        for (long rest = number; rest > 0; rest /= 62) {
            digits.insert(0, BASE62.charAt((int) (rest % 62)));
        }
        return prefix + "RS" + "0".repeat(10 - digits.length()) + digits;
    }

    private static Type type(String name, String prefix, String required, String fields) {
        Map<String, Field> byName = new LinkedHashMap<>();
        Arrays.stream(fields.split(" "))
                .map(field -> field.split(":"))
                .forEach(part ->
                        byName.put(part[0].toLowerCase(Locale.ROOT), new Field(part[0], Integer.parseInt(part[1]))));
        return new Type(name, prefix, required, byName);
    }
}
