package io.recordsync.devstack.demo.twoway;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One of the two systems, as the people see it who work there. */
interface Side {

    /**
     * A contact of the side.
     *
     * @param id the system's own id
     * @param values the value of each field; empty where there is none
     */
    record Contact(String id, Map<Field, String> values) {

        public Contact {
            values = Map.copyOf(values);
        }

        String normal(Field field) {
            return field.normal(values.getOrDefault(field, ""));
        }
    }

    /** The name of the system in the rules. */
    String system();

    /** The vendor's name of the object in the rules. */
    String object();

    /** All contacts, in the order of their ids. */
    List<Contact> contacts();

    Optional<Contact> contact(String id);

    /** A person makes a contact. */
    Contact make(Map<Field, String> values);

    /** A person sets a field of a contact that exists. */
    void set(String id, Field field, String value);
}
