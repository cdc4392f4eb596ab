package io.recordsync.simulator;

import io.recordsync.simulator.behaviour.Behaviour;
import io.recordsync.simulator.behaviour.ValueForm;
import io.recordsync.simulator.faults.FaultPlan;
import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.vendor.SimulatedSystem;
import io.recordsync.simulator.vendor.Simulator;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code recordsync simulators}: runs only the simulated systems, until Ctrl-C. */
@Command(
        name = "simulators",
        mixinStandardHelpOptions = true,
        description = "Runs simulated systems on this machine, for use by other processes.",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  recordsync simulators --systems servicenow,outreach",
            "  recordsync simulators --systems crm-eu:salesforce,crm-us:salesforce --port crm-eu=9001",
            "  recordsync simulators --faults mixed --seed 7 --data .recordsync/simulators",
            "  recordsync simulators --port hubspot=9000 --per-window hubspot=50",
            "  recordsync simulators --tls                HTTPS; NODE_EXTRA_CA_CERTS, REQUESTS_CA_BUNDLE"
                    + " name the CA file"
        })
public final class SimulatorsCommand implements Callable<Integer> {

    private static final int MIN_NAME_WIDTH = 11;

    @Spec
    @SuppressWarnings("NullAway.Init") // Picocli sets it before it calls the command.
    private CommandSpec spec;

    @Option(
            names = "--systems",
            paramLabel = "SYSTEM",
            split = ",",
            description =
                    "The systems to simulate: kinds, or NAME:KIND for a system with its own name. Default: all kinds.")
    private List<String> systems = List.of();

    @Option(
            names = "--port",
            paramLabel = "SYSTEM=PORT",
            description = "The port of a system, instead of its usual port; 0 for any free port.")
    private Map<String, Integer> ports = Map.of();

    @Option(
            names = "--data",
            description = "The folder for records and journals. Default: none; they are kept in memory.")
    private @Nullable Path data;

    @Option(
            names = "--faults",
            defaultValue = "none",
            description = "The faults of the simulators: none or mixed; default: ${DEFAULT-VALUE}")
    private String faults = "";

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "The seed of faults and edits; default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = "--edits",
            paramLabel = "PER-SECOND",
            defaultValue = "0",
            description = "The edits that people make in each CRM per second, by --seed; default: ${DEFAULT-VALUE}")
    private double edits;

    @Option(
            names = "--values",
            defaultValue = "as-given",
            description = "The form in which CRMs keep values: as-given, or normalised (upper case, grouped phone"
                    + " numbers, 30 characters, whole numbers); default: ${DEFAULT-VALUE}")
    private String values = "";

    @Option(
            names = "--clock-offset",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "How much the systems' clocks are ahead, or behind if negative; default: ${DEFAULT-VALUE}")
    private long clockOffset;

    @Option(
            names = "--search-lag",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "How long HubSpot, Outreach and Pipedrive do not find a change; default: ${DEFAULT-VALUE}")
    private long searchLag;

    @Option(
            names = "--silent-answers",
            description = "Answers to writes contain nothing of what was written, except the id.")
    private boolean silentAnswers;

    @Option(
            names = "--ignored-fields",
            paramLabel = "FIELD",
            split = ",",
            description = "Fields that clients may not write: such a write succeeds without an effect on them.")
    private List<String> ignored = List.of();

    @Option(names = "--unlimited", description = "Switches off the quotas, for measurements of throughput.")
    private boolean unlimited;

    @Option(
            names = "--tls",
            description = "Serves HTTPS, with a certificate authority that is created at the start. The path of"
                    + " its PEM file is printed first: ca.pem in --data, otherwise a temporary file.")
    private boolean tls;

    @Option(
            names = "--per-day",
            paramLabel = "SYSTEM=CALLS",
            description = "The calls that a system's account allows per day.")
    private Map<String, Long> perDay = Map.of();

    @Option(
            names = "--per-window",
            paramLabel = "SYSTEM=CALLS",
            description = "The calls that it allows in the vendor's short window, such as HubSpot's ten seconds.")
    private Map<String, Integer> perWindow = Map.of();

    @Override
    public Integer call() {
        try (Simulators simulators = Simulators.start(options())) {
            describe(simulators);
            Runtime.getRuntime().addShutdownHook(new Thread(simulators::close));
            awaitInterrupt();
            return 0;
        } catch (IllegalArgumentException | UncheckedIOException e) {
            spec.commandLine().getErr().println("simulators: " + e.getMessage());
            return 1;
        }
    }

    private SimulatorsOptions options() {
        List<SimulatedSystem> chosen = (systems.isEmpty() ? Simulators.kinds() : systems)
                .stream().map(Simulators::system).toList();
        SimulatorsOptions options = SimulatorsOptions.ofSystems(chosen)
                .withPorts(ports)
                .withData(data)
                .withFaults(seed, FaultPlan.named(faults))
                .withBehaviour(behaviour());
        for (SimulatedSystem system : chosen) {
            options = options.withPlan(system.name(), plan(system));
        }
        return tls ? options.withTls() : options;
    }

    private Behaviour behaviour() {
        return new Behaviour(
                ValueForm.named(values),
                Duration.ofSeconds(clockOffset),
                Duration.ofSeconds(searchLag),
                silentAnswers,
                Set.copyOf(ignored),
                edits);
    }

    private AccountPlan plan(SimulatedSystem system) {
        AccountPlan usual = system.kind().plan();
        return unlimited
                ? AccountPlan.UNLIMITED
                : new AccountPlan(
                        perDay.getOrDefault(system.name(), usual.perDay()),
                        perWindow.getOrDefault(system.name(), usual.perWindow()),
                        usual.searchesPerWindow());
    }

    /**
     * Prints each system with what a client needs to know. The credentials are invented and work only with these
     * simulators.
     */
    private void describe(Simulators simulators) {
        PrintWriter out = spec.commandLine().getOut();
        int width = simulators.all().stream()
                .map(Simulator::name)
                .mapToInt(String::length)
                .reduce(MIN_NAME_WIDTH, Math::max);
        String row = "%-" + width + "s %s%n";
        String setting = " ".repeat(width) + " %s=%s%n";
        simulators.caFile().ifPresent(file -> {
            out.printf(row, "ca file", file);
            out.printf(setting, "HTTP_CA_FILE", file);
        });
        for (Simulator simulator : simulators.all()) {
            out.printf(row, simulator.name(), simulator.baseUrl());
            new TreeMap<>(simulator.settings()).forEach((name, value) -> out.printf(setting, name, value));
        }
        out.printf(row, "controls", "/_simulator/… at each address; Ctrl-C stops everything");
        out.flush();
    }

    /**
     * Ctrl-C ends the process by its shutdown hooks. A program that embeds this command interrupts the thread instead.
     */
    private static void awaitInterrupt() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
