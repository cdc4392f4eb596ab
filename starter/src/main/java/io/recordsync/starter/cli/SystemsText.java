package io.recordsync.starter.cli;

import io.recordsync.connectors.Capabilities;
import io.recordsync.connectors.Capabilities.BatchForm;
import io.recordsync.connectors.Capabilities.Feed;
import io.recordsync.connectors.Quota;
import io.recordsync.process.Table;
import io.recordsync.starter.rest.SystemsView;
import io.recordsync.starter.rest.SystemsView.Budget;
import io.recordsync.starter.rest.SystemsView.SystemView;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The systems as text for people. */
final class SystemsText {

    private static final String NONE = "-";

    private SystemsText() {}

    static String of(SystemsView view) {
        if (view.systems().isEmpty()) {
            return "No worker has reported its systems yet. Start one with `recordsync worker`.";
        }
        List<SystemView> configured =
                view.systems().stream().filter(SystemView::configured).toList();
        Table table = new Table()
                .row(
                        "SYSTEM",
                        "WORKERS",
                        "API",
                        "WRITES",
                        "BATCH",
                        "READS",
                        "WINDOWS",
                        "USED IN 24 H",
                        "LEFT",
                        "TOKEN SINCE");
        configured.forEach(system -> row(table, system, system.capabilities()));
        return table + served(configured) + circuits(configured) + notSetUp(view);
    }

    private static void row(Table table, SystemView system, @Nullable Capabilities can) {
        if (can != null) {
            table.row(
                    name(system),
                    number(system.workers()),
                    can.apiVersion().isEmpty() ? NONE : can.apiVersion(),
                    lower(can.writing().identity()),
                    batch(can),
                    reads(can),
                    windows(can.quota()),
                    used(system.budget()),
                    left(system.budget()),
                    system.credentialsSince().values().stream()
                            .max(Comparator.<Instant>naturalOrder())
                            .map(RecordText::time)
                            .orElse(NONE));
        }
    }

    /** The name, with the kind where they differ: {@code crm-eu (salesforce)}. */
    private static String name(SystemView system) {
        boolean ownName = system.kind() != null && !system.kind().equals(system.system());
        return ownName ? "%s (%s)".formatted(system.system(), system.kind()) : system.system();
    }

    private static String batch(Capabilities can) {
        String form = can.writing().batch() == BatchForm.ONE_CALL ? "%d in a call" : "%d, one by one";
        return String.format(Locale.ROOT, form, can.writing().largestBatch());
    }

    private static String reads(Capabilities can) {
        if (can.reading().feed() == Feed.NONE) {
            return "no";
        }
        return lower(can.reading().feed()) + (can.reading().deletes() ? ", deletes" : "");
    }

    private static String windows(Quota quota) {
        return quota.windows().isEmpty()
                ? NONE
                : quota.windows().stream()
                        .map(window -> String.format(
                                Locale.ROOT,
                                "%,d in %d s",
                                window.limit(),
                                window.length().toSeconds()))
                        .collect(Collectors.joining(", "));
    }

    private static String used(@Nullable Budget budget) {
        return budget == null ? NONE : number(budget.used());
    }

    private static String left(@Nullable Budget budget) {
        return budget == null || budget.left() == null ? "no limit" : number(budget.left());
    }

    private static String served(List<SystemView> systems) {
        return systems.stream().map(SystemsText::served).collect(Collectors.joining());
    }

    private static String served(SystemView system) {
        if (system.workers() == 0) {
            return "%nNo worker serves %s, so that its deliveries wait. Start one: `recordsync worker --systems %s`%n"
                    .formatted(system.system(), system.system());
        }
        return system.workersWithoutRules() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%nThe rules of %d of the workers that serve %s do not name it. Such a worker carries out"
                                + " deletes only. Check its SYNC_RULES.%n",
                        system.workersWithoutRules(),
                        system.system());
    }

    private static String circuits(List<SystemView> systems) {
        return systems.stream()
                .flatMap(system -> system.openCircuits().stream())
                .map(circuit -> "%nThe circuit of %s is open since %s: %s (error id %s)%n"
                        .formatted(
                                circuit.system(),
                                RecordText.time(circuit.since()),
                                Table.plain(circuit.reason()),
                                circuit.errorId()))
                .collect(Collectors.joining());
    }

    private static String notSetUp(SystemsView view) {
        Table table = new Table();
        view.systems().stream()
                .filter(system -> !system.configured())
                .forEach(system -> table.row(system.system(), "requires " + system.needs()));
        String rows = table.toString();
        return rows.isEmpty() ? "" : System.lineSeparator() + "Not configured:" + System.lineSeparator() + rows;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
