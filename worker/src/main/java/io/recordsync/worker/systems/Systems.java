package io.recordsync.worker.systems;

import io.recordsync.process.StartException;
import io.recordsync.rules.SystemNames;
import io.recordsync.settings.ConfiguredSystem;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** All systems that the settings name, configured or not. */
public record Systems(List<ConfiguredSystem> all) {

    public Systems {
        all = List.copyOf(all);
    }

    /** @throws StartException if there is no such system; the message names the known ones */
    public ConfiguredSystem of(String name) {
        return find(name)
                .orElseThrow(() ->
                        new StartException("There is no system %s. The systems are %s.".formatted(name, listed())));
    }

    Optional<ConfiguredSystem> find(String name) {
        return all.stream().filter(system -> system.name().equals(name)).findFirst();
    }

    /** The kind of each system, as rules need it. */
    public SystemNames names() {
        return new SystemNames(all.stream().collect(Collectors.toMap(ConfiguredSystem::name, ConfiguredSystem::kind)));
    }

    /** @throws StartException if one of these systems does not exist */
    public void requireKnown(List<String> names) {
        names.stream().filter(name -> find(name).isEmpty()).findFirst().ifPresent(name -> {
            throw new StartException("WORKER_SYSTEMS names %s, but the systems are %s.".formatted(name, listed()));
        });
    }

    /** Their names, as text for a message. */
    String listed() {
        return String.join(", ", all.stream().map(ConfiguredSystem::name).toList());
    }
}
