package io.recordsync.starter.rest;

import io.recordsync.store.Store;
import io.recordsync.store.delivery.Backlog;
import io.recordsync.store.delivery.DeliveryState;
import io.recordsync.store.process.CircuitStore;
import io.recordsync.store.status.LedgerReader.Counts;
import io.recordsync.store.status.Outcomes;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The counts of everything, for all tenants together. */
@Schema(name = "Overview")
public record Overview(
        Events events,

        @Schema(description = "The number of deliveries by system, then by state.")
        Map<String, Map<String, Long>> deliveries,

        Unsettled unsettled,
        List<Circuit> openCircuits,

        @Schema(description = "The calls of each account in the last 24 hours.")
        Map<String, Long> callsInLastDay) {

    public Overview {
        openCircuits = List.copyOf(openCircuits);
    }

    /** The outcomes of events. Each event is counted once. */
    @Schema(name = "EventCounts")
    public record Events(
            @Schema(description = "The sum of all other counts.")
            long total,

            long applied,
            long unchanged,
            long superseded,

            @Schema(description = "The events that had already been accepted.")
            long repeated,

            long unrouted,
            long parked,
            long skipped,

            @Schema(description = "The events that could not be read, and never became a change.")
            long deadLettered,

            @Schema(description = "The events whose outcome is not known yet.")
            long pending) {}

    /** The deliveries that are not settled. */
    @Schema(name = "Unsettled")
    public record Unsettled(
            @Schema(description = "Deliveries that are in progress, or can be within a minute.")
            long working,

            @Schema(
                    description = "Deliveries that wait for an open circuit, for a worker, or longer than a minute for"
                            + " their next attempt.")
            long waiting) {}

    /** A system that is not called for now, because its circuit is open. */
    @Schema(name = "OpenCircuit")
    public record Circuit(
            String system,

            @Schema(description = "The tenant whose account is refused; * if the system itself is down.")
            String tenant,

            String reason,
            String errorId,
            Instant since) {}

    static List<Circuit> circuits(Store store) {
        return store.circuits().open().stream().map(Overview::circuit).toList();
    }

    /**
     * @param most the longest time for each count
     * @throws org.springframework.dao.QueryTimeoutException if one takes longer
     */
    static Overview of(Store store, Duration most) {
        Counts counts = store.ledger().counts(most);
        return new Overview(
                events(counts.events()),
                deliveries(counts.deliveries()),
                unsettled(store.backlog().unsettled()),
                circuits(store),
                store.permits().callsInLastDay());
    }

    private static Events events(Outcomes outcomes) {
        return new Events(
                outcomes.total(),
                outcomes.applied(),
                outcomes.unchanged(),
                outcomes.superseded(),
                outcomes.repeated(),
                outcomes.unrouted(),
                outcomes.parked(),
                outcomes.skipped(),
                outcomes.deadLettered(),
                outcomes.pending());
    }

    private static Map<String, Map<String, Long>> deliveries(Map<String, Map<DeliveryState, Long>> bySystem) {
        Map<String, Map<String, Long>> counts = new TreeMap<>();
        bySystem.forEach((system, byState) ->
                byState.forEach((state, count) -> counts.computeIfAbsent(system, name -> new TreeMap<>())
                        .put(state.name().toLowerCase(Locale.ROOT), count)));
        return counts;
    }

    private static Unsettled unsettled(Backlog.Unsettled unsettled) {
        return new Unsettled(unsettled.working(), unsettled.waiting());
    }

    private static Circuit circuit(CircuitStore.OpenCircuit circuit) {
        return new Circuit(circuit.system(), circuit.tenant(), circuit.reason(), circuit.errorId(), circuit.since());
    }
}
