package io.recordsync.connectors;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The description of a system that its workers publish for the other processes.
 *
 * @param system the system's name
 * @param kind the kind of system; for the description of an older worker, which does not state it, the system's name
 * @param needs the names of the required settings
 * @param settings all settings of the system
 * @param capabilities empty if the system is not configured
 * @param reads the entities that the worker's rules read from the system; none in the description of an older worker
 */
public record SystemDescriptor(
        String system,
        String kind,
        String needs,
        List<Setting> settings,
        Optional<Capabilities> capabilities,
        List<String> reads) {

    // Explicit, because an older worker publishes neither the kind nor what it reads.
    public SystemDescriptor(
            String system,
            @Nullable String kind,
            String needs,
            List<Setting> settings,
            Optional<Capabilities> capabilities,
            @Nullable List<String> reads) {
        this.system = system;
        this.kind = Objects.requireNonNullElse(kind, system);
        this.needs = needs;
        this.settings = List.copyOf(settings);
        this.capabilities = capabilities;
        this.reads = reads == null ? List.of() : List.copyOf(reads);
    }

    /** A system from which nothing is read. */
    public SystemDescriptor(
            String system, String kind, String needs, List<Setting> settings, Optional<Capabilities> capabilities) {
        this(system, kind, needs, settings, capabilities, List.of());
    }

    /**
     * @param name the name as an environment variable
     * @param defaultValue empty if there is none
     * @param allowed the allowed values, as they follow the words "must be"; may be empty
     */
    public record Setting(
            String name, Optional<String> defaultValue, String allowed, String description, boolean secret) {}
}
