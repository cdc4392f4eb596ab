package io.recordsync.starter.rest;

import io.recordsync.connectors.Capabilities;
import io.recordsync.connectors.SystemDescriptor;
import io.recordsync.store.Store;
import io.recordsync.store.process.ProcessStore.Service;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** All systems that the workers have reported. */
@Schema(name = "Systems")
public record SystemsView(List<SystemView> systems) {

    private static final JsonMapper JSON = JsonMapper.shared();

    public SystemsView {
        systems = List.copyOf(systems);
    }

    /** One system. */
    @Schema(name = "System")
    public record SystemView(
            String system,

            @Schema(
                    description =
                            "The kind of the system. It is also the system's name, unless the system has its own name.")
            @Nullable String kind,

            boolean configured,

            @Schema(description = "The settings that the system requires.")
            String needs,

            @Schema(
                    description = "The capabilities of the system and the quota of its account; absent if it is not"
                            + " configured.")
            @Nullable Capabilities capabilities,

            @Schema(
                    description = "The number of live workers that carry out its deliveries. If it is 0, its"
                            + " deliveries wait.")
            int workers,

            @Schema(
                    description =
                            "The number of these workers whose rules do not name the system. They carry out deletes"
                                    + " only.")
            int workersWithoutRules,

            @Nullable Budget budget,
            List<Overview.Circuit> openCircuits,

            @Schema(
                    description = "The time of the last change of each account's tokens, by account. Only tokens"
                            + " that are renewed automatically are listed.")
            Map<String, Instant> credentialsSince,

            @Schema(description = "The time at which a worker last reported this system.")
            Instant toldAt) {}

    /** The calls that the account has used in the last 24 hours, and how many are left. */
    @Schema(name = "Budget")
    public record Budget(
            String account,

            @Schema(description = "Calls in the last 24 hours, weighted by the vendor's own price.")
            long used,

            @Schema(description = "Absent if the day has no limit.") @Nullable Long left) {}

    static SystemsView of(Store store) {
        Map<String, Long> calls = store.permits().callsInLastDay();
        Map<String, Instant> credentials = store.credentials().changed();
        List<Overview.Circuit> circuits = Overview.circuits(store);
        Map<String, Service> services =
                store.processes().services().stream().collect(Collectors.toMap(Service::system, Function.identity()));
        return new SystemsView(store.systems().told().stream()
                .map(told -> view(
                        JSON.readValue(told.card(), SystemDescriptor.class),
                        told.at(),
                        services.getOrDefault(told.system(), new Service(told.system(), 0, 0)),
                        calls,
                        credentials,
                        circuits))
                .toList());
    }

    private static SystemView view(
            SystemDescriptor card,
            Instant at,
            Service service,
            Map<String, Long> calls,
            Map<String, Instant> credentials,
            List<Overview.Circuit> circuits) {
        return new SystemView(
                card.system(),
                card.kind(),
                card.capabilities().isPresent(),
                card.needs(),
                card.capabilities().orElse(null),
                service.workers(),
                service.unnamedBy(),
                card.capabilities().map(can -> budget(can, calls)).orElse(null),
                circuits.stream()
                        .filter(circuit -> circuit.system().equals(card.system()))
                        .toList(),
                ofSystem(card.system(), credentials),
                at);
    }

    private static Budget budget(Capabilities can, Map<String, Long> calls) {
        long used = calls.getOrDefault(can.quota().account(), 0L);
        Long left = can.quota().dailyLimit().isPresent()
                ? Long.valueOf(Math.max(0, can.quota().dailyLimit().getAsLong() - used))
                : null;
        return new Budget(can.quota().account(), used, left);
    }

    /** Keeps the accounts of the system, whose names begin with the system's name. */
    private static Map<String, Instant> ofSystem(String system, Map<String, Instant> credentials) {
        Map<String, Instant> own = new TreeMap<>(credentials);
        own.keySet().removeIf(account -> !account.startsWith(system + ":"));
        return own;
    }
}
