package io.recordsync.connectors;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
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
 * @param intervals how often the rules read these entities; none in the description of an older worker
 */
public record SystemDescriptor(
        String system,
        String kind,
        String needs,
        List<Setting> settings,
        Optional<Capabilities> capabilities,
        List<String> reads,
        Map<String, Intervals> intervals) {

    private static final Intervals DEFAULT =
            new Intervals(Duration.ofMinutes(5), Duration.ofDays(1), Duration.ofMinutes(5));

    // Explicit, because an older worker publishes neither the kind nor what it reads.
    public SystemDescriptor(
            String system,
            @Nullable String kind,
            String needs,
            List<Setting> settings,
            Optional<Capabilities> capabilities,
            @Nullable List<String> reads,
            @Nullable Map<String, Intervals> intervals) {
        this.system = system;
        this.kind = Objects.requireNonNullElse(kind, system);
        this.needs = needs;
        this.settings = List.copyOf(settings);
        this.capabilities = capabilities;
        this.reads = reads == null ? List.of() : List.copyOf(reads);
        this.intervals = Collections.unmodifiableMap(new TreeMap<>(intervals == null ? Map.of() : intervals));
    }

    /** A system whose entities are read as often as by default. */
    public SystemDescriptor(
            String system,
            String kind,
            String needs,
            List<Setting> settings,
            Optional<Capabilities> capabilities,
            List<String> reads) {
        this(system, kind, needs, settings, capabilities, reads, Map.of());
    }

    /** A system from which nothing is read. */
    public SystemDescriptor(
            String system, String kind, String needs, List<Setting> settings, Optional<Capabilities> capabilities) {
        this(system, kind, needs, settings, capabilities, List.of(), Map.of());
    }

    /**
     * How often an entity is read.
     *
     * @param every how often what has changed is read
     * @param full how often all rows are read
     * @param deletesEvery how often the list of deletes is read
     */
    public record Intervals(Duration every, Duration full, Duration deletesEvery) {}

    /** How often the entity is read. An older worker does not say it, so that the defaults of rule files hold. */
    public Intervals intervals(String entity) {
        return intervals.getOrDefault(entity, DEFAULT);
    }

    /**
     * @param name the name as an environment variable
     * @param defaultValue empty if there is none
     * @param allowed the allowed values, as they follow the words "must be"; may be empty
     */
    public record Setting(
            String name, Optional<String> defaultValue, String allowed, String description, boolean secret) {}
}
