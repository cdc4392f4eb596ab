package io.recordsync.simulator;

import io.recordsync.simulator.behaviour.Behaviour;
import io.recordsync.simulator.faults.FaultPlan;
import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.vendor.SimulatedSystem;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How to start the simulators. Start with {@link #defaults()} or {@link #of} and change what is needed.
 *
 * @param systems the systems to start, each with a name of its own
 * @param ports the ports of systems that do not listen on their usual port; 0 for any free one
 * @param plans the limits of systems that do not have their usual ones
 * @param data the folder for stores and journals; null keeps them in memory
 * @param seed for faults, edits, tokens and correlation ids
 * @param faults the faults from the start on
 * @param behaviour how the systems treat what they hold
 * @param behaviours the behaviour of systems that have one of their own
 * @param tls HTTPS instead of HTTP, with the certificate of an authority that is created at the start
 * @param clock for quotas, token expiry and the times of records; hangs and delays take real time
 */
public record SimulatorsOptions(
        List<SimulatedSystem> systems,
        Map<String, Integer> ports,
        Map<String, AccountPlan> plans,
        @Nullable Path data,
        long seed,
        FaultPlan faults,
        Behaviour behaviour,
        Map<String, Behaviour> behaviours,
        boolean tls,
        InstantSource clock) {

    /** @throws IllegalArgumentException when two systems have the same name, or one has the name of another kind */
    public SimulatorsOptions {
        systems = List.copyOf(systems);
        requireDifferentNames(systems);
        systems.forEach(SimulatorsOptions::requireNoOtherKindsName);
        ports = Map.copyOf(ports);
        plans = Map.copyOf(plans);
        behaviours = Map.copyOf(behaviours);
    }

    /** How this system treats what it holds. */
    public Behaviour behaviourOf(String system) {
        return behaviours.getOrDefault(system, behaviour);
    }

    /** Salesforce and HubSpot, in memory, without faults, on the fixed ports, with their usual limits. */
    public static SimulatorsOptions defaults() {
        return of(List.of("salesforce", "hubspot"));
    }

    /**
     * One system of each of these kinds, in memory, without faults, on the fixed ports, with their usual limits.
     *
     * @throws IllegalArgumentException when there is no such kind
     */
    public static SimulatorsOptions of(List<String> kinds) {
        return ofSystems(kinds.stream()
                .map(kind -> SimulatedSystem.of(Simulators.kind(kind)))
                .toList());
    }

    /** These systems, in memory, without faults, with their usual ports and limits. */
    public static SimulatorsOptions ofSystems(List<SimulatedSystem> systems) {
        return new SimulatorsOptions(
                systems,
                Map.of(),
                Map.of(),
                null,
                1,
                FaultPlan.NONE,
                Behaviour.USUAL,
                Map.of(),
                false,
                InstantSource.system());
    }

    /** Such a system cannot be declared to recordsync, in which each kind's name is a system of that kind. */
    private static void requireNoOtherKindsName(SimulatedSystem system) {
        if (!system.isNamedLikeItsKind() && Simulators.kinds().contains(system.name())) {
            throw new IllegalArgumentException(
                    "A system of the kind %s cannot be named %s, which is the name of a kind."
                            .formatted(system.kind().name(), system.name()));
        }
    }

    private static void requireDifferentNames(List<SimulatedSystem> systems) {
        Set<String> names = new HashSet<>();
        for (SimulatedSystem system : systems) {
            if (!names.add(system.name())) {
                throw new IllegalArgumentException("Two of the systems are named %s.".formatted(system.name()));
            }
        }
    }

    /** The same options with free ports for all systems, as tests need them. */
    public SimulatorsOptions onFreePorts() {
        Map<String, Integer> free = new HashMap<>();
        systems.forEach(system -> free.put(system.name(), 0));
        return withPorts(free);
    }

    public SimulatorsOptions withPorts(Map<String, Integer> changed) {
        return changed(draft -> draft.ports.putAll(changed));
    }

    public SimulatorsOptions withPlan(String system, AccountPlan plan) {
        return changed(draft -> draft.plans.put(system, plan));
    }

    public SimulatorsOptions withData(@Nullable Path folder) {
        return changed(draft -> draft.data = folder);
    }

    public SimulatorsOptions withFaults(long newSeed, FaultPlan plan) {
        return changed(draft -> {
            draft.seed = newSeed;
            draft.faults = plan;
        });
    }

    /** The same options with this behaviour of all systems that have none of their own. */
    public SimulatorsOptions withBehaviour(Behaviour all) {
        return changed(draft -> draft.behaviour = all);
    }

    /** The same options with this behaviour of one system. */
    public SimulatorsOptions withBehaviour(String system, Behaviour own) {
        return changed(draft -> draft.behaviours.put(system, own));
    }

    public SimulatorsOptions withTls() {
        return changed(draft -> draft.tls = true);
    }

    public SimulatorsOptions withClock(InstantSource newClock) {
        return changed(draft -> draft.clock = newClock);
    }

    private SimulatorsOptions changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.options();
    }

    /** A copy of the options that can be changed. */
    private static final class Draft {

        private final List<SimulatedSystem> systems;
        private final Map<String, Integer> ports;
        private final Map<String, AccountPlan> plans;
        private @Nullable Path data;
        private long seed;
        private FaultPlan faults;
        private Behaviour behaviour;
        private final Map<String, Behaviour> behaviours;
        private boolean tls;
        private InstantSource clock;

        private Draft(SimulatorsOptions options) {
            systems = options.systems;
            ports = new HashMap<>(options.ports);
            plans = new HashMap<>(options.plans);
            data = options.data;
            seed = options.seed;
            faults = options.faults;
            behaviour = options.behaviour;
            behaviours = new HashMap<>(options.behaviours);
            tls = options.tls;
            clock = options.clock;
        }

        private SimulatorsOptions options() {
            return new SimulatorsOptions(systems, ports, plans, data, seed, faults, behaviour, behaviours, tls, clock);
        }
    }
}
