package io.recordsync.devstack.demo.twoway;

import java.time.Instant;

/**
 * What a person has done to a field of a contact.
 *
 * @param number counts all edits
 * @param contact the system's id of the contact
 * @param isNew whether the person made the contact
 */
record Edit(int number, Side side, String contact, Field field, String value, boolean isNew, Instant at) {

    boolean isOf(Side other, String id) {
        return side.equals(other) && contact.equals(id);
    }

    String normal() {
        return field.normal(value);
    }

    @Override
    public String toString() {
        return "%s of %s in %s = %s".formatted(field.path(), contact, side.system(), value);
    }
}
