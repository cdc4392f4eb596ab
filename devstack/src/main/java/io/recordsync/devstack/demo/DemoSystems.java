package io.recordsync.devstack.demo;

import io.recordsync.devstack.DevStack;
import io.recordsync.devstack.DevStackException;
import io.recordsync.devstack.EmbeddedDatabase;
import io.recordsync.devstack.Port;
import io.recordsync.simulator.Simulators;
import io.recordsync.simulator.SimulatorsOptions;
import io.recordsync.simulator.vendor.SimulatedSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** The systems of one demo, started and stopped together. */
record DemoSystems(List<DemoSystemName> names, List<DemoSystem> all) implements AutoCloseable {

    /** The systems to which the rule set {@code default} sends records. */
    static final List<DemoSystemName> USUAL = List.of(DemoSystemName.of("salesforce"), DemoSystemName.of("hubspot"));

    private static final String DATABASE = "database";
    private static final String FILES = "files";

    DemoSystems {
        names = List.copyOf(names);
        all = List.copyOf(all);
    }

    /** @throws IllegalArgumentException if the demo does not have one of these systems */
    static DemoSystems start(Demo.Options options, DevStack servers) {
        List<DemoSystem> all = new ArrayList<>();
        List<SimulatedSystem> simulated = new ArrayList<>();
        for (DemoSystemName system : options.systems()) {
            switch (system.kind()) {
                case DATABASE -> all.add(new DatabaseDemoSystem(system, embedded(servers)));
                case FILES -> all.add(new FilesDemoSystem(system, options.data().root()));
                default -> simulated.add(new SimulatedSystem(system.name(), Simulators.kind(system.kind())));
            }
        }
        SimulatorsOptions chosen = SimulatorsOptions.ofSystems(simulated)
                .withData(options.data().root().resolve("simulators"))
                .withFaults(options.seed(), options.faults());
        Simulators simulators = Simulators.start(chosen.withPorts(ports(chosen.systems())));
        simulators.all().forEach(simulator -> all.add(new SimulatedDemoSystem(simulator)));
        return new DemoSystems(options.systems(), all);
    }

    private static EmbeddedDatabase embedded(DevStack servers) {
        return servers.database()
                .orElseThrow(() -> new IllegalArgumentException(
                        "The demo's databases require the embedded PostgreSQL. Unset DATABASE_URL."));
    }

    /** The usual ports of the simulators, as their documentation names them, where they are free. */
    private static Map<String, Integer> ports(List<SimulatedSystem> systems) {
        return systems.stream()
                .collect(Collectors.toMap(
                        SimulatedSystem::name,
                        system -> Port.preferably(system.port()).claim(system.name())));
    }

    /** The rule set that sends every record to each of these systems. The default ones divide the records by type. */
    static String rules(List<DemoSystemName> systems) {
        return systems.equals(USUAL)
                ? "default"
                : systems.stream().map(system -> system.name() + "-only").collect(Collectors.joining(","));
    }

    Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        all.forEach(system -> settings.putAll(system.settings()));
        List<String> declared = names.stream()
                .filter(DemoSystemName::isDeclared)
                .map(DemoSystemName::toString)
                .toList();
        if (!declared.isEmpty()) {
            settings.put("SYNC_SYSTEMS", String.join(",", declared));
        }
        return settings;
    }

    /** The addresses of the simulators, as the setting of the REST API has them. */
    String simulators() {
        return all.stream()
                .filter(SimulatedDemoSystem.class::isInstance)
                .map(system -> system.name() + "=" + system.address())
                .collect(Collectors.joining(","));
    }

    /**
     * Writes the settings to a file for {@code --config}, so that other commands use the same systems. Only its owner
     * can read it.
     *
     * @param more further settings that those commands need
     */
    void writeSettings(Path file, Map<String, String> more) {
        TreeMap<String, String> all = new TreeMap<>(settings());
        all.putAll(more);
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(
                    file, new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(all));
        } catch (IOException e) {
            throw new DevStackException("The settings of the systems cannot be written to " + file + ".", e);
        }
    }

    @Override
    public void close() {
        all.forEach(DemoSystem::close);
    }
}
