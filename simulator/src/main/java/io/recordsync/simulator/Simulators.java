package io.recordsync.simulator;

import io.recordsync.simulator.behaviour.Behaviour;
import io.recordsync.simulator.behaviour.BehaviourSetting;
import io.recordsync.simulator.behaviour.ValueForm;
import io.recordsync.simulator.faults.Faults;
import io.recordsync.simulator.github.GitHubSystem;
import io.recordsync.simulator.http.HttpEndpoint;
import io.recordsync.simulator.hubspot.HubSpotSystem;
import io.recordsync.simulator.outreach.OutreachSystem;
import io.recordsync.simulator.pipedrive.PipedriveSystem;
import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.quota.CallMeter;
import io.recordsync.simulator.salesforce.SalesforceSystem;
import io.recordsync.simulator.servicenow.ServiceNowSystem;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.vendor.SimulatedKind;
import io.recordsync.simulator.vendor.SimulatedSystem;
import io.recordsync.simulator.vendor.Simulator;
import io.recordsync.simulator.vendor.SimulatorParts;
import io.recordsync.simulator.vendor.Vendor;
import io.recordsync.simulator.vendor.VendorContext;
import io.recordsync.simulator.webhook.WebhookSystem;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Simulated systems, which are started and stopped together. They listen only on the loopback interface. */
public final class Simulators implements AutoCloseable {

    private static final List<SimulatedKind> KINDS = List.of(
            SalesforceSystem.KIND,
            HubSpotSystem.KIND,
            ServiceNowSystem.KIND,
            OutreachSystem.KIND,
            PipedriveSystem.KIND,
            GitHubSystem.KIND,
            WebhookSystem.KIND);

    private final Map<String, Simulator> simulators = new LinkedHashMap<>();

    private final @Nullable SimulatorsTls tls;

    private Simulators(@Nullable SimulatorsTls tls) {
        this.tls = tls;
    }

    /**
     * Starts the requested systems; they accept calls when this method returns.
     *
     * @throws java.io.UncheckedIOException with one clear sentence when a port is taken or the data folder is unusable
     */
    public static Simulators start(SimulatorsOptions options) {
        Simulators all = new Simulators(options.tls() ? SimulatorsTls.begin(options.data()) : null);
        try {
            options.systems().forEach(system -> all.simulators.put(system.name(), all.start(system, options)));
            return all;
        } catch (RuntimeException e) {
            all.close();
            throw e;
        }
    }

    /** The names of all kinds of systems that can be simulated. */
    public static List<String> kinds() {
        return KINDS.stream().map(SimulatedKind::name).toList();
    }

    /** @throws IllegalArgumentException when there is no such kind */
    public static SimulatedKind kind(String name) {
        return KINDS.stream()
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no simulator of %s. The simulators are %s."
                        .formatted(name, String.join(", ", kinds()))));
    }

    /**
     * A system as a person names it.
     *
     * @param text the name of a kind, or {@code name:kind} for a system with a name of its own
     * @throws IllegalArgumentException when there is no such kind, or the name is not allowed
     */
    public static SimulatedSystem system(String text) {
        String[] parts = text.split(":", 2);
        return parts.length == 1 ? SimulatedSystem.of(kind(parts[0])) : new SimulatedSystem(parts[0], kind(parts[1]));
    }

    /** @throws IllegalArgumentException when it was not started */
    public Simulator of(String system) {
        Simulator simulator = simulators.get(system);
        if (simulator == null) {
            throw new IllegalArgumentException("The simulator of " + system + " was not started.");
        }
        return simulator;
    }

    public Simulator salesforce() {
        return of("salesforce");
    }

    public Simulator hubspot() {
        return of("hubspot");
    }

    public List<Simulator> all() {
        return List.copyOf(simulators.values());
    }

    /** The environment variables with which recordsync uses these simulators. */
    public Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        all().forEach(simulator -> settings.putAll(simulator.settings()));
        caFile().ifPresent(file -> settings.put("HTTP_CA_FILE", file.toString()));
        return settings;
    }

    /**
     * The PEM file with the certificate authority that clients must trust, if the simulators use HTTPS. A temporary
     * file is deleted when they are closed.
     */
    public Optional<Path> caFile() {
        return Optional.ofNullable(tls).map(SimulatorsTls::caFile);
    }

    @Override
    public void close() {
        if (tls != null) {
            tls.close();
        }
        all().forEach(Simulator::close);
    }

    private Simulator start(SimulatedSystem system, SimulatorsOptions options) {
        long seed = seed(system, options);
        BehaviourSetting behaviour = new BehaviourSetting(behaviour(system, options), options.clock());
        CrmStore store = store(options, system, behaviour);
        Faults faults = new Faults(seed, options.faults());
        SplittableRandom random = new SplittableRandom(seed + 1);
        SimulatedKind kind = system.kind();
        AccountPlan plan = options.plans().getOrDefault(system.name(), kind.plan());
        VendorContext context = new VendorContext(system.account(), plan, store, faults, behaviour, random.split());
        HttpEndpoint.Port port = new HttpEndpoint.Port(
                options.ports().getOrDefault(system.name(), system.port()), tls == null ? null : tls.server());
        Vendor vendor = kind.vendor().apply(context);
        SimulatorParts parts =
                new SimulatorParts(system, vendor, store, faults, behaviour, new CallMeter(options.clock()));
        return new Simulator(parts, random, seed, port);
    }

    /** Each system has its own seed, which does not depend on the systems that run beside it. */
    private static long seed(SimulatedSystem system, SimulatorsOptions options) {
        long own = system.isNamedLikeItsKind() ? 0 : system.name().hashCode();
        return options.seed() + 2 * (KINDS.indexOf(system.kind()) + own * KINDS.size());
    }

    /** Files must stay as they are. */
    private static Behaviour behaviour(SimulatedSystem system, SimulatorsOptions options) {
        Behaviour behaviour = options.behaviourOf(system.name());
        boolean hasContacts = !system.kind().contactFields().phone().isEmpty();
        return hasContacts ? behaviour : behaviour.withValues(ValueForm.AS_GIVEN);
    }

    private static CrmStore store(SimulatorsOptions options, SimulatedSystem system, BehaviourSetting behaviour) {
        Path data = options.data();
        SimulatedKind kind = system.kind();
        return data == null
                ? CrmStore.inMemory(kind.keys(), kind.ids(), behaviour)
                : CrmStore.in(data.resolve(system.name()), kind.keys(), kind.ids(), behaviour);
    }
}
