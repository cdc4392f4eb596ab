package io.recordsync.simulator.edits;

import java.util.Map;

/**
 * The user interface of a vendor, in which people change records.
 *
 * @param contacts the vendor's name of the object type of contacts
 * @param status the field of contacts that holds a status; empty if they have none
 * @param mergedIds the field in which a new object, into which others are merged, lists their ids; empty if a merge
 *     leaves the winner
 * @param form how it stores what a person types
 */
public record UserInterface(String contacts, String status, String mergedIds, Form form) {

    /** How a user interface stores what a person types. */
    public interface Form {

        /**
         * The changes by the names of the store's fields.
         *
         * @param type the vendor's name of the object type
         * @param before the values of the object before; empty for a new one
         * @param typed the values that a person types, by the names of the store's fields; an empty value clears
         * @throws IllegalArgumentException when there is no such type or field
         */
        Map<String, String> stored(String type, Map<String, String> before, Map<String, String> typed);
    }

    /** The exception for a field that is not there. */
    public static IllegalArgumentException unknown(String type, String field) {
        return new IllegalArgumentException(
                "The simulated system has no field %s of %s that people can edit.".formatted(field, type));
    }
}
