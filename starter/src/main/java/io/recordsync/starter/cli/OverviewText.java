package io.recordsync.starter.cli;

import io.recordsync.process.Table;
import io.recordsync.starter.rest.Overview;
import io.recordsync.starter.rest.Overview.Events;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Formats the overview as text for people. */
final class OverviewText {

    private OverviewText() {}

    static String of(Overview overview) {
        Table lines = new Table()
                .row("Events", events(overview.events()))
                .row(
                        "Unsettled",
                        "%s in progress, %s waiting for an open circuit, a worker or a later time"
                                .formatted(
                                        count(overview.unsettled().working()),
                                        count(overview.unsettled().waiting())))
                .row("Calls in 24 h", calls(overview.callsInLastDay()))
                .row("Open circuits", overview.openCircuits().isEmpty() ? "none" : "");
        overview.openCircuits()
                .forEach(circuit -> lines.row(
                        "",
                        "%s%s, since %s: %s (error id %s)"
                                .formatted(
                                        circuit.system(),
                                        circuit.tenant().equals("*") ? "" : " for tenant " + circuit.tenant(),
                                        RecordText.time(circuit.since()),
                                        circuit.reason(),
                                        circuit.errorId())));
        return lines + deliveries(overview.deliveries());
    }

    private static String events(Events events) {
        Stream<String> parts = Stream.of(
                part(events.applied(), "applied"),
                part(events.unchanged(), "unchanged"),
                part(events.superseded(), "superseded"),
                part(events.repeated(), "repeated"),
                part(events.unrouted(), "unrouted"),
                part(events.parked(), "parked"),
                part(events.skipped(), "skipped"),
                part(events.deadLettered(), "dead-lettered"),
                part(events.pending(), "pending"));
        String counts = parts.filter(part -> !part.isEmpty()).collect(Collectors.joining(", "));
        return count(events.total()) + (counts.isEmpty() ? "" : ": " + counts);
    }

    private static String part(long events, String name) {
        return events == 0 ? "" : count(events) + " " + name;
    }

    private static String calls(Map<String, Long> calls) {
        return calls.isEmpty()
                ? "none"
                : calls.entrySet().stream()
                        .map(account -> count(account.getValue()) + " by " + account.getKey())
                        .collect(Collectors.joining(", "));
    }

    private static String deliveries(Map<String, Map<String, Long>> bySystem) {
        if (bySystem.isEmpty()) {
            return "";
        }
        TreeSet<String> states = bySystem.values().stream()
                .flatMap(byState -> byState.keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        Table table = new Table().row(cells("DELIVERIES", states, state -> state.toUpperCase(Locale.ROOT)));
        bySystem.forEach((system, byState) ->
                table.row(cells(system, states, state -> count(byState.getOrDefault(state, 0L)))));
        return System.lineSeparator() + table;
    }

    private static List<String> cells(String first, TreeSet<String> states, UnaryOperator<String> cell) {
        List<String> cells = new ArrayList<>(List.of(first));
        states.forEach(state -> cells.add(cell.apply(state)));
        return cells;
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
