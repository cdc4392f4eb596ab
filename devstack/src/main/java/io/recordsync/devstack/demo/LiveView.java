package io.recordsync.devstack.demo;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.recordsync.process.Meters;
import io.recordsync.process.Table;
import io.recordsync.store.Store;
import io.recordsync.store.delivery.DeliveryState;
import io.recordsync.store.process.CircuitStore.OpenCircuit;
import io.recordsync.store.status.LedgerReader;
import io.recordsync.store.status.Outcomes;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Shows what happens: on a terminal a screen that is updated each second, otherwise one line every ten seconds. */
final class LiveView implements AutoCloseable {

    private static final String HOME_AND_CLEAR = "\u001b[H\u001b[J";
    private static final String CLEAR_ALL = "\u001b[2J";
    private static final int SECONDS_BETWEEN_LINES = 10;
    private static final Duration MAX_COUNT_TIME = Duration.ofSeconds(5);

    private final Demo demo;
    private final PrintWriter out;
    private final boolean terminal;
    private final Clock clock;
    private final Instant begun;
    private final Store store;
    private final MeterRegistry meters;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());

    LiveView(Demo demo, PrintWriter out, boolean terminal, Clock clock) {
        this.demo = demo;
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
        this.begun = clock.instant();
        this.store = demo.worker().bean(Store.class);
        this.meters = demo.worker().bean(MeterRegistry.class);
    }

    void start() {
        out.print(terminal ? CLEAR_ALL : addresses());
        out.flush();
        timer.scheduleAtFixedRate(this::show, 0, terminal ? 1 : SECONDS_BETWEEN_LINES, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void show() {
        try {
            out.print(terminal ? HOME_AND_CLEAR + screen() : line());
        } catch (RuntimeException e) {
            out.printf("  (the ledger does not answer: %s)%n", e.getClass().getSimpleName());
        }
        out.flush();
    }

    private String line() {
        Outcomes outcomes = store.ledger().outcomes();
        return String.format(
                Locale.ROOT, "events %d, %s, retried %d%n", demo.sent().size(), outcomes, retried());
    }

    private String screen() {
        LedgerReader.Counts counted = store.ledger().counts(MAX_COUNT_TIME);
        Outcomes outcomes = counted.events();
        List<String> lines = new ArrayList<>();
        lines.add("recordsync demo                                          up " + up());
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "  events sent   %,8d   at %s per second, seed %d",
                demo.sent().size(),
                demo.options().rate(),
                demo.options().seed()));
        lines.add(String.format(
                Locale.ROOT,
                "  applied       %,8d   superseded %,d   unchanged %,d   unrouted %,d   repeated %,d",
                outcomes.applied(),
                outcomes.superseded(),
                outcomes.unchanged(),
                outcomes.unrouted(),
                outcomes.repeated()));
        lines.add(String.format(
                Locale.ROOT,
                "  in progress   %,8d   retried %,d   parked %,d   dead letters %,d",
                outcomes.pending(),
                retried(),
                outcomes.parked(),
                outcomes.deadLettered()));
        lines.add("");
        lines.add(systems(demo.systems().all(), counted.deliveries()));
        store.circuits().open().forEach(circuit -> lines.add(circuit(circuit)));
        lines.add(addresses() + "  Ctrl-C stops everything. The data stays.");
        return String.join("\n", lines) + "\n";
    }

    /** @param deliveries the number of deliveries in each state, by system */
    static String systems(List<DemoSystem> systems, Map<String, Map<DeliveryState, Long>> deliveries) {
        Table table = new Table()
                .row(
                        "  system",
                        right("synced"),
                        right("deleted"),
                        right("due"),
                        right("parked"),
                        right("calls"),
                        right("limited"),
                        "quota of the day");
        for (DemoSystem system : systems) {
            Map<DeliveryState, Long> states = deliveries.getOrDefault(system.name(), Map.of());
            table.row(
                    "  " + system.name(),
                    right(states.getOrDefault(DeliveryState.DELIVERED, 0L)),
                    right(states.getOrDefault(DeliveryState.DELETED, 0L)),
                    right(states.getOrDefault(DeliveryState.DUE, 0L)),
                    right(states.getOrDefault(DeliveryState.PARKED, 0L)),
                    right(system.counts().calls()),
                    right(system.counts().rateLimited()),
                    day(system));
        }
        return table.toString();
    }

    private static String right(String heading) {
        return String.format(Locale.ROOT, "%8s", heading);
    }

    private static String right(long count) {
        return String.format(Locale.ROOT, "%,8d", count);
    }

    private static String day(DemoSystem system) {
        return system.dailyLimit().isEmpty()
                ? "no limit"
                : String.format(
                        Locale.ROOT,
                        "%,d of %,d",
                        system.counts().usedToday(),
                        system.dailyLimit().getAsLong());
    }

    private static String circuit(OpenCircuit circuit) {
        return "  CIRCUIT OPEN  %s: %s%n".formatted(circuit.system(), circuit.reason());
    }

    private String addresses() {
        Map<String, Object> addresses = new LinkedHashMap<>();
        demo.systems().all().forEach(system -> addresses.put(system.name(), system.address()));
        addresses.put("Kafka", demo.servers().kafkaBootstrapServers());
        demo.servers().webUi().ifPresent(address -> addresses.put("Temporal's Web UI", address));
        addresses.put("API", "http://127.0.0.1:" + demo.starter().port() + "/swagger-ui/index.html");
        addresses.put("Log", demo.options().data().root().resolve("recordsync.log"));
        addresses.put("Settings of systems", demo.systemsFile() + "   (recordsync check SYSTEM --config FILE)");
        Table table = new Table();
        addresses.forEach((name, address) -> table.row("  " + name, address.toString()));
        return table.toString();
    }

    private long retried() {
        return Math.round(meters.find(Meters.DELIVERY_FAILURES.key()).counters().stream()
                .mapToDouble(Counter::count)
                .sum());
    }

    private String up() {
        Duration up = Duration.between(begun, clock.instant());
        return String.format(Locale.ROOT, "%02d:%02d:%02d", up.toHours(), up.toMinutesPart(), up.toSecondsPart());
    }
}
