package io.recordsync.devstack.demo.twoway;

import java.util.Locale;

/** What both sides know of a contact, by the path in the record. */
enum Field {
    NAME,
    EMAIL,
    PHONE,
    STATUS;

    String path() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The value without what the sides may write differently. */
    String normal(String value) {
        return switch (this) {
            case PHONE -> value.replaceAll("[^0-9+]", "");
            case EMAIL -> value.toLowerCase(Locale.ROOT);
            case NAME, STATUS -> value;
        };
    }
}
