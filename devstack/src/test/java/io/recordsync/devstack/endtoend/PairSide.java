package io.recordsync.devstack.endtoend;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One system of a pair, as the people see it who work there. The rows are read from the system's own store. */
interface PairSide {

    /** What every side knows of a person, beside the e-mail address, by which the tests tell people apart. */
    enum Trait {
        NAME,
        PHONE,
        TYPE;

        private static final int DIGITS = 10;

        /** The value without what the sides may write differently. */
        String normal(String value) {
            if (this != PHONE) {
                return value.strip();
            }
            String digits = value.replaceAll("[^0-9]", "");
            return digits.substring(Math.max(0, digits.length() - DIGITS));
        }
    }

    /**
     * A row of the system.
     *
     * @param recordId our record id in the row; empty if it has none
     * @param traits the values as the system shows them
     */
    record Row(String recordId, String email, Map<Trait, String> traits) {

        public Row {
            email = email.toLowerCase(Locale.ROOT);
            traits = Map.copyOf(traits);
        }

        String normal(Trait trait) {
            return trait.normal(traits.getOrDefault(trait, ""));
        }
    }

    /** The name of the system in the rules. */
    String system();

    /** All rows that are not deleted. */
    List<Row> rows();

    /** A person makes a row. */
    void make(String email, Map<Trait, String> traits);

    /** A person changes one value of a row that exists. */
    void set(String email, Trait trait, String value);

    /** A person deletes a row. */
    void delete(String email);

    /** All that the system holds, with what tells that something was written, even if nothing is different. */
    String content();

    static String first(String name) {
        return name.substring(0, name.lastIndexOf(' '));
    }

    static String last(String name) {
        return name.substring(name.lastIndexOf(' ') + 1);
    }
}
