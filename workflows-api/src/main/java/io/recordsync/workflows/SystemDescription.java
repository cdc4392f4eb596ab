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
     * @param live whether the system itself described the fields; if not, they are the fields that recordsync knows of
     */
    public record Entity(String entity, String object, boolean live, List<Field> fields) {

        public Entity {
            fields = List.copyOf(fields);
        }
    }

    /**
     * @param name the name that rules use
     * @param label the name on the vendor's pages
     * @param type the vendor's name of the type
     * @param required whether a record can only be created with this field
     * @param longest the largest number of characters of a text; null if the system does not say
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
