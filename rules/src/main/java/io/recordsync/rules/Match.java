package io.recordsync.rules;

/**
 * The vendor's field and the value by which a record that the system already holds is found and linked, so that it is
 * not created a second time.
 *
 * @param field the vendor's field, e.g. {@code Email}
 * @param value the mapped value; personal data, so {@link #toString()} leaves it out
 */
public record Match(String field, String value) {
    @Override
    public String toString() {
        return "Match[field=" + field + "]";
    }
}
