package io.recordsync.connectors;

import java.util.List;
import java.util.OptionalInt;

/**
 * The fields of one object.
 *
 * @param object the vendor's name
 * @param live whether the system described them; if not, they are the fields that recordsync knows
 */
public record ObjectSchema(String object, boolean live, List<Field> fields) {

    public ObjectSchema {
        fields = List.copyOf(fields);
    }

    /**
     * @param name the name that rules use
     * @param label the name in the vendor's user interface
     * @param type the vendor's name of its type
     * @param required whether no record can be created without it
     * @param writable whether it can be written
     * @param unique whether no two records have the same value
     * @param longest the largest number of characters of a text, if the system states it
     */
    public record Field(
            String name,
            String label,
            String type,
            boolean required,
            boolean writable,
            boolean unique,
            OptionalInt longest) {}
}
