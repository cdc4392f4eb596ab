package io.recordsync.workflows;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of a system's objects, as far as the rules map entities to them. */
public record SystemDescription(String system, List<Entity> entities) {

    public SystemDescription {
        entities = List.copyOf(entities);
    }

    /**
     * @param object the vendor's name of the entity
     * @param live whether the system told; else the fields are those that we know of
     */
    public record Entity(String entity, String object, boolean live, List<Field> fields) {

        public Entity {
            fields = List.copyOf(fields);
        }
    }

    /**
     * @param name as rules name it
     * @param label as the vendor's pages name it
     * @param type the vendor's name of its type
     * @param required whether no record can be created without it
     * @param longest most characters of a text; null where the system does not tell
     */
    public record Field(
            String name,
            String label,
            String type,
            boolean required,
            boolean writable,
            boolean unique,
            @Nullable Integer longest) {}
}
