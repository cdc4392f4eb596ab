package io.recordsync.connectors;

import java.util.List;
import java.util.OptionalInt;

/**
 * The fields of one object.
 *
 * @param object the vendor's name
 * @param live whether the system told; else they are those that we know of
 */
public record Schema(String object, boolean live, List<Field> fields) {

    public Schema {
        fields = List.copyOf(fields);
    }

    /**
     * @param name as rules name it
     * @param label as the vendor's pages name it
     * @param type the vendor's name of its type
     * @param required whether no record can be created without it
     * @param writable whether it can be written at all
     * @param unique whether no two records have the same value
     * @param longest most characters of a text, where the system tells
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
