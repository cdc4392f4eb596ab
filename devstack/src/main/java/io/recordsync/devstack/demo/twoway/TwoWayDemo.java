package io.recordsync.devstack.demo.twoway;

import io.recordsync.devstack.DataFolder;
import io.recordsync.devstack.DevStack;
import io.recordsync.devstack.DevStackException;
import io.recordsync.devstack.EmbeddedKafka;
import io.recordsync.devstack.Port;
import io.recordsync.devstack.Progress;
import io.recordsync.devstack.demo.DemoProcess;
import io.recordsync.devstack.demo.FaultPlans;
import io.recordsync.process.RunningProcess;
import io.recordsync.settings.SettingSources;
import io.recordsync.settings.Settings;
import io.recordsync.simulator.Simulators;
import io.recordsync.simulator.SimulatorsOptions;
import io.recordsync.simulator.faults.FaultPlan;
import io.recordsync.simulator.salesforce.SalesforceSystem;
import io.recordsync.simulator.vendor.SimulatedSystem;
import io.recordsync.starter.bridge.kafka.KafkaSettings;
import io.recordsync.starter.cli.StarterCommand;
import io.recordsync.store.Store;
import io.recordsync.worker.WorkerCommand;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * All parts of the demo in which people edit both sides. They are started in order, and stopped in the reverse order.
 */
public final class TwoWayDemo implements AutoCloseable {

    private static final String RULES = "two-way-demo.yaml";
    private static final String SALESFORCE = "salesforce";
    private static final int PARTITIONS = 3;

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Options options;
    private final DevStack servers;
    private final UsersTable users;
    private final SalesforceContacts contacts;
    private final RunningProcess worker;
    private final RunningProcess starter;
    private final Editor editor;
    private boolean closed;

    /**
     * @param rate the edits per second
     * @param environment the environment variables, which contain the settings of worker and starter
     */
    public record Options(DataFolder data, long seed, double rate, FaultPlan faults, Map<String, String> environment) {}

    /** Starts all parts; on the first day both sides have some contacts of the same people. */
    public static TwoWayDemo start(Options options, Progress progress) {
        return new TwoWayDemo(options, progress);
    }

    private TwoWayDemo(Options options, Progress progress) {
        this.options = options;
        try {
            servers = keep(DevStack.start(DevStack.Options.usual(options.data(), options.environment()), progress));
            users = UsersTable.in(root().resolve("demo.sqlite"));
            Simulators simulators = keep(progress.timed("Started salesforce", this::startSalesforce));
            contacts = new SalesforceContacts(simulators.of(SALESFORCE));
            Settings settings = Settings.readAll(new SettingSources(flags(), options.environment(), Optional.empty()));
            EmbeddedKafka.createTopics(
                    servers.kafkaBootstrapServers(),
                    settings.get(KafkaSettings.class).topic().getFirst(),
                    PARTITIONS);
            worker = keep(progress.timed(
                    "Started a worker", () -> DemoProcess.start(WorkerCommand.plan(settings), settings)));
            editor = new Editor(
                    users,
                    contacts,
                    (side, id) -> links().counterpart(side, id, side.equals(users) ? contacts : users)
                            .map(Side.Contact::id),
                    options.seed(),
                    InstantSource.system());
            if (users.contacts().isEmpty()) {
                editor.makeFirst();
            }
            starter = keep(progress.timed(
                    "Started the starter", () -> DemoProcess.start(StarterCommand.plan(settings), settings)));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private Path root() {
        return options.data().root();
    }

    private Simulators startSalesforce() {
        SimulatorsOptions chosen = SimulatorsOptions.ofSystems(
                        List.of(new SimulatedSystem(SALESFORCE, SalesforceSystem.KIND)))
                .withData(root().resolve("simulators"))
                .withFaults(options.seed(), options.faults());
        SimulatedSystem system = chosen.systems().getFirst();
        return Simulators.start(chosen.withPorts(
                Map.of(SALESFORCE, Port.preferably(system.port()).claim(SALESFORCE))));
    }

    /** The settings of worker and starter: the person's own, overridden by the addresses of the demo's parts. */
    private Map<String, String> flags() {
        Map<String, String> flags = new HashMap<>(servers.environment());
        flags.putAll(contacts.simulator().settings());
        flags.putAll(users.settings());
        flags.put("SYNC_SYSTEMS", "sqlite:database,salesforce:salesforce");
        flags.put(
                "SIMULATORS_ADDRESSES", SALESFORCE + "=" + contacts.simulator().baseUrl());
        flags.put("SYNC_RULES", rules().toString());
        flags.put("LOG_FILE", log().toString());
        Map<String, String> usual = Map.of(
                "CREDENTIALS_KEY", options.data().credentialsKey(),
                "HTTP_TIMEOUT", seconds(FaultPlans.CALL_TIMEOUT),
                "SYNC_LATE_WRITE_GRACE", seconds(FaultPlans.GRACE));
        usual.forEach((name, value) -> {
            if (!options.environment().containsKey(name)) {
                flags.put(name, value);
            }
        });
        return flags;
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + "s";
    }

    /** A copy that a person can read and change. */
    private Path rules() {
        Path file = root().resolve(RULES);
        try (InputStream source = Objects.requireNonNull(TwoWayDemo.class.getResourceAsStream(RULES))) {
            Files.copy(source, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            throw new DevStackException("The rules of the demo cannot be written to " + file + ".", e);
        }
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    Options options() {
        return options;
    }

    DevStack servers() {
        return servers;
    }

    UsersTable users() {
        return users;
    }

    SalesforceContacts contacts() {
        return contacts;
    }

    Editor editor() {
        return editor;
    }

    Store store() {
        return worker.bean(Store.class);
    }

    Links links() {
        return new Links(store());
    }

    Reads reads() {
        return new Reads(store());
    }

    /** The address of the API. */
    String api() {
        return "http://127.0.0.1:" + starter.port();
    }

    Path log() {
        return root().resolve("recordsync.log");
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            parts.forEach(TwoWayDemo::close);
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            System.err.printf("%s could not be stopped: %s%n", part.getClass().getSimpleName(), e.getMessage());
        }
    }
}
