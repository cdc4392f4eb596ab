package io.recordsync.devstack.demo.twoway;

import io.recordsync.devstack.demo.twoway.Followed.End;
import io.recordsync.devstack.demo.twoway.Followed.Fate;
import io.recordsync.process.Table;
import io.recordsync.store.reading.Run;
import io.recordsync.store.reading.RunCounts;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/** Edits both sides, and shows what becomes of it: on a terminal a screen, otherwise one line every ten seconds. */
public final class TwoWayView implements AutoCloseable {

    private static final String HOME_AND_CLEAR = "\u001b[H\u001b[J";
    private static final String CLEAR_ALL = "\u001b[2J";
    private static final int SECONDS_BETWEEN_LINES = 10;
    private static final int SHOWN_EDITS = 10;
    private static final int LONGEST_VALUE = 28;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final TwoWayDemo demo;
    private final PrintWriter out;
    private final boolean terminal;
    private final Clock clock;
    private final Instant begun;
    private final Followed followed;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());

    public TwoWayView(TwoWayDemo demo, PrintWriter out, boolean terminal, Clock clock) {
        this.demo = demo;
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
        this.begun = clock.instant();
        this.followed = new Followed(demo.editor(), demo.links());
    }

    /** Starts to edit and to show. */
    public void start() {
        out.print(terminal ? CLEAR_ALL : addresses());
        out.flush();
        long pause = (long) (TimeUnit.SECONDS.toNanos(1) / demo.options().rate());
        timer.scheduleAtFixedRate(guarded(this::edit), pause, pause, TimeUnit.NANOSECONDS);
        timer.scheduleAtFixedRate(guarded(this::show), 0, terminal ? 1 : SECONDS_BETWEEN_LINES, TimeUnit.SECONDS);
    }

    private void edit() {
        demo.editor().step();
        followed.look(clock.instant());
    }

    /** A failure, as of a database that does not answer for a moment, must not end the demo. */
    private Runnable guarded(Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                out.printf("  (%s)%n", e.getClass().getSimpleName());
                out.flush();
            }
        };
    }

    private void show() {
        followed.look(clock.instant());
        out.print(terminal ? HOME_AND_CLEAR + screen() : line());
        out.flush();
    }

    private String line() {
        return String.format(
                Locale.ROOT,
                "edits %d, arrived %d, replaced %d, overruled %d, under way %d. %s%n",
                demo.editor().edits().size(),
                followed.count(End.ARRIVED),
                followed.count(End.REPLACED),
                followed.count(End.OVERRULED),
                followed.count(End.UNDER_WAY),
                TwoWayRun.times(followed.times()));
    }

    private String screen() {
        List<String> lines = new ArrayList<>();
        lines.add("recordsync demo --two-way                                up " + up());
        lines.add("");
        lines.add("  " + line().strip());
        lines.add("");
        lines.add(edits());
        lines.add(systems());
        lines.add(byHand());
        lines.add(addresses() + "  Ctrl-C stops everything. The data stays.");
        return String.join(System.lineSeparator(), lines) + System.lineSeparator();
    }

    private String edits() {
        Table table = new Table().row("  at (UTC)", "edited in", "field", "value", "goes to", "what became of it");
        for (Fate fate : followed.newest(SHOWN_EDITS)) {
            Edit edit = fate.edit();
            table.row(
                    "  " + TIME.format(edit.at()),
                    edit.side().system(),
                    edit.field().path(),
                    shortened(edit.value()),
                    demo.editor().other(edit.side()).system(),
                    became(fate));
        }
        return table.toString();
    }

    private static String shortened(String value) {
        return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE - 1) + "…";
    }

    private static String became(Fate fate) {
        Duration took = fate.took();
        return switch (fate.end()) {
            case UNDER_WAY -> "under way";
            case ARRIVED ->
                took == null ? "there" : String.format(Locale.ROOT, "there after %.1f s", took.toMillis() / 1000.0);
            case REPLACED -> "replaced by a later edit";
            case OVERRULED -> "overruled; the value is kept";
            case UNKNOWN -> "not there yet";
        };
    }

    private String systems() {
        Table table = new Table()
                .row(
                        "  system",
                        "contacts",
                        "runs",
                        "rows read",
                        "news",
                        "echoes dropped",
                        "conflicts",
                        "calls to read",
                        "all calls");
        for (Side side : List.of(demo.users(), demo.contacts())) {
            List<Run> runs = demo.reads().of(side.system());
            table.row(
                    "  " + side.system(),
                    count(side.contacts().size()),
                    count(runs.size()),
                    sum(runs, RunCounts::processed),
                    sum(runs, counts -> counts.created() + counts.updated()),
                    sum(runs, counts -> counts.unchanged() + counts.adjusted()),
                    sum(runs, RunCounts::conflicts),
                    sum(runs, RunCounts::calls),
                    side instanceof SalesforceContacts(var simulator)
                            ? count(simulator.counts().calls())
                            : "-");
        }
        return table.toString();
    }

    private static String sum(List<Run> runs, ToLongFunction<RunCounts> of) {
        return count(runs.stream().map(Run::counts).mapToLong(of).sum());
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** The two commands with which a person edits. */
    private String byHand() {
        String id = demo.contacts().contacts().stream()
                .findFirst()
                .map(Side.Contact::id)
                .orElse("ID");
        String row = "sqlite3 %s \"update users set phone = '+14155550100' where id = 1\""
                .formatted(demo.users().file());
        String contact = "curl %s/_simulator/edit -d '{\"id\": \"%s\", \"fields\": {\"Phone\": \"+14155550101\"}}'"
                .formatted(demo.contacts().simulator().baseUrl(), id);
        return new Table()
                .row("  edit a row", row)
                .row("  edit a contact", contact)
                .toString();
    }

    private String addresses() {
        Map<String, Object> addresses = new LinkedHashMap<>();
        addresses.put("sqlite", demo.users().file());
        addresses.put("salesforce", demo.contacts().simulator().baseUrl());
        demo.servers().webUi().ifPresent(address -> addresses.put("Temporal's Web UI", address));
        addresses.put("API", demo.api() + "/swagger-ui/index.html");
        addresses.put("Log", demo.log());
        Table table = new Table();
        addresses.forEach((name, address) -> table.row("  " + name, address.toString()));
        return table.toString();
    }

    private String up() {
        Duration up = Duration.between(begun, clock.instant());
        return String.format(Locale.ROOT, "%02d:%02d:%02d", up.toHours(), up.toMinutesPart(), up.toSecondsPart());
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
