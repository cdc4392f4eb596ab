package io.recordsync.devstack.demo;

import io.recordsync.devstack.DevStack;
import io.recordsync.devstack.DevStackException;
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
record DemoSystems(List<DemoSystem> all) implements AutoCloseable {

    /** The systems to which the rule set {@code default} sends records. */
    static final List<String> USUAL = List.of("salesforce", "hubspot");

    private static final String DATABASE = "database";
    private static final String FILES = "files";

    DemoSystems {
        all = List.copyOf(all);
    }

    /** @throws IllegalArgumentException if the demo does not have one of these systems */
    static DemoSystems start(Demo.Options options, DevStack servers) {
        List<DemoSystem> all = new ArrayList<>();
        List<String> simulated = new ArrayList<>(options.systems());
        if (simulated.remove(DATABASE)) {
            all.add(new DatabaseDemoSystem(servers.database()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "The demo's system database needs the embedded PostgreSQL: leave DATABASE_URL unset."))));
        }
        if (simulated.remove(FILES)) {
            all.add(new FilesDemoSystem(options.data().root().resolve("files")));
        }
        SimulatorsOptions chosen = SimulatorsOptions.of(simulated)
                .withData(options.data().root().resolve("simulators"))
                .withFaults(options.seed(), options.faults());
        Simulators simulators = Simulators.start(chosen.withPorts(ports(chosen.systems())));
        simulators.all().forEach(simulator -> all.add(new SimulatedDemoSystem(simulator)));
        return new DemoSystems(all);
    }

    /** The usual ports of the simulators, as their documentation names them, where they are free. */
    private static Map<String, Integer> ports(List<SimulatedSystem> systems) {
        return systems.stream()
                .collect(Collectors.toMap(
                        SimulatedSystem::name,
                        system -> Port.preferably(system.port()).claim(system.name())));
    }

    /** The rule set that sends every record to each of these systems. The default ones divide the records by type. */
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
            throw new DevStackException("The systems' settings cannot be written to " + file + ".", e);
        }
    }

    @Override
    public void close() {
        all.forEach(DemoSystem::close);
    }
}
