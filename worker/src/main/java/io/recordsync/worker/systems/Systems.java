package io.recordsync.worker.systems;

import io.recordsync.settings.StartException;
import io.recordsync.settings.SystemSettings;
import java.util.List;
import java.util.Optional;

/** All systems that the settings name, configured or not. */
public record Systems(List<SystemSettings> all) {

    public Systems {
        all = List.copyOf(all);
    }

    /** @throws StartException if there is no such system; the message names the known ones */
    public SystemSettings of(String name) {
        return find(name)
                .orElseThrow(
                        () -> new StartException("There is no system %s. There are %s.".formatted(name, listed())));
    }

    Optional<SystemSettings> find(String name) {
        return all.stream().filter(system -> system.name().equals(name)).findFirst();
    }

    /** @throws StartException if one of these systems does not exist */
    public void requireKnown(List<String> names) {
        names.stream().filter(name -> find(name).isEmpty()).findFirst().ifPresent(name -> {
            throw new StartException("WORKER_SYSTEMS names %s, but the systems are %s.".formatted(name, listed()));
        });
    }

    private String listed() {
        return String.join(", ", all.stream().map(SystemSettings::name).toList());
    }
}
