package io.recordsync.starter.rest;

import io.recordsync.connectors.SystemDescriptor;
import io.recordsync.workflows.SystemDescription;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** The settings of a system, and the fields of its objects. */
@Schema(name = "SystemSchema")
public record SchemaView(
        String system,

        @Schema(description = "All settings of the system, by their names in the environment.")
        List<SystemDescriptor.Setting> settings,

        @Schema(description = "The entities that the rules map.")
        List<SystemDescription.Entity> entities) {

    public SchemaView {
        settings = List.copyOf(settings);
        entities = List.copyOf(entities);
    }
}
