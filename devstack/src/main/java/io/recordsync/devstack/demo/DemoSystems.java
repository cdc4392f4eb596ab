package io.recordsync.devstack.demo;

import io.recordsync.devstack.DevStackException;
import io.recordsync.simulator.Simulators;
import io.recordsync.simulator.SimulatorsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** The systems of one demo, started and stopped together. */
record DemoSystems(List<DemoSystem> all) implements AutoCloseable {

    /** Where records go by the rule set {@code default}. */
    static final List<String> USUAL = List.of("salesforce", "hubspot");

    DemoSystems {
        all = List.copyOf(all);
    }

    /** @throws IllegalArgumentException where one of these is no system that the demo has */
    static DemoSystems start(Demo.Options options) {
        Simulators simulators = Simulators.start(SimulatorsOptions.of(options.systems())
                .onFreePorts()
                .withData(options.data().root().resolve("simulators"))
                .withFaults(options.seed(), options.faults()));
        return new DemoSystems(simulators.all().stream()
                .<DemoSystem>map(SimulatedDemoSystem::new)
                .toList());
    }

    /** The rule set by which every record goes to each of these systems; the usual ones share them by type. */
    static String rules(List<String> systems) {
        return systems.equals(USUAL)
                ? "default"
                : systems.stream().map(system -> system + "-only").collect(Collectors.joining(","));
    }

    Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        all.forEach(system -> settings.putAll(system.settings()));
        return settings;
    }

    /** Writes the settings to a file for {@code --config}, so that other commands reach the same systems. Its owner alone can read it. */
    void writeSettings(Path file) {
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(
                    file,
                    new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(new TreeMap<>(settings())));
        } catch (IOException e) {
            throw new DevStackException("The systems' settings cannot be written to " + file + ".", e);
        }
    }

    @Override
    public void close() {
        all.forEach(DemoSystem::close);
    }
}
