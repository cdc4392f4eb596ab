package io.recordsync.benchmarks.peers;

import io.recordsync.benchmarks.harness.BenchTable;
import io.recordsync.benchmarks.harness.Rounded;
import io.recordsync.benchmarks.peers.Trials.Seen;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The results of each contender in each trial, and the table and figures made from them. The table has a dash where
 * there is no result.
 */
public final class Scores {

    /** The trials, by the names that {@code --trials} takes. */
    public enum Trial {
        FLOOD,
        QUOTA,
        KILL,
        LOST_REPLIES,
        UNPOISONED,
        POISON
    }

    private static final String NOTHING = "-";

    private final Map<String, Map<Trial, Seen>> seen = new LinkedHashMap<>();
    private final Map<String, List<Trial>> broken = new LinkedHashMap<>();

    /** A line of the table. */
    private record Line(String key, String title, Function<Map<Trial, Seen>, Optional<Object>> value) {}

    private static final List<Line> LINES = List.of(
            of("recordsPerSecond", "records per second", Trial.FLOOD, run -> perSecond(run)),
            of("callsPerRecord", "calls per record", Trial.FLOOD, run -> Rounded.to(4, perRecord(run.calls(), run))),
            of(
                    "cpuSecondsPer1000",
                    "CPU seconds per 1,000 records, its own processes",
                    Trial.FLOOD,
                    run -> Rounded.to(2, 1000 * perRecord(run.ownCpu().toMillis() / 1000.0, run))),
            of("quotaRecords", "records that 300 calls could carry under the quota", Trial.QUOTA, Seen::records),
            of("quotaCalls", "calls that were made", Trial.QUOTA, Seen::calls),
            of("quotaSeconds", "seconds (smallest possible number: 20)", Trial.QUOTA, Scores::seconds),
            of("limited", "429s", Trial.QUOTA, Seen::limited),
            of("killSeconds", "kill -9: seconds until all records were correct", Trial.KILL, Scores::seconds),
            of("killLost", "  lost", Trial.KILL, run -> run.audit().lost()),
            of(
                    "killStale",
                    "  older revision written after a newer one",
                    Trial.KILL,
                    run -> run.audit().stale()),
            of("killDoubled", "  duplicates", Trial.KILL, run -> run.audit().duplicates()),
            of(
                    "lostRepliesSeconds",
                    "lost replies: seconds until all records were correct",
                    Trial.LOST_REPLIES,
                    Scores::seconds),
            of(
                    "lostRepliesLost",
                    "  lost",
                    Trial.LOST_REPLIES,
                    run -> run.audit().lost()),
            of(
                    "lostRepliesStale",
                    "  older revision written after a newer one",
                    Trial.LOST_REPLIES,
                    run -> run.audit().stale()),
            of(
                    "lostRepliesDoubled",
                    "  duplicates",
                    Trial.LOST_REPLIES,
                    run -> run.audit().duplicates()),
            new Line("poisonDelay", "seconds by which a poisoned key delays other keys", Scores::poisonDelay));

    private static Line of(String key, String title, Trial trial, Function<Seen, Object> value) {
        return new Line(key, title, runs -> Optional.ofNullable(runs.get(trial)).map(value));
    }

    private static Object perSecond(Seen run) {
        return run.through() ? Math.round(run.records() / Math.max(0.001, run.seconds())) : NOTHING;
    }

    /** The seconds of a run, or a dash if the run did not finish, because its time is then meaningless. */
    private static Object seconds(Seen run) {
        return run.through() ? Rounded.to(1, run.seconds()) : NOTHING;
    }

    private static double perRecord(double amount, Seen run) {
        return amount / Math.max(1, run.records());
    }

    private static Optional<Object> poisonDelay(Map<Trial, Seen> runs) {
        @Nullable Seen without = runs.get(Trial.UNPOISONED);
        @Nullable Seen with = runs.get(Trial.POISON);
        return without == null || with == null || !with.through() || !without.through()
                ? Optional.empty()
                : Optional.of(Rounded.to(1, with.seconds() - without.seconds()));
    }

    /** Adds a column for a contender, also if it has no results later. */
    public void enter(String contender) {
        seen.computeIfAbsent(contender, any -> new LinkedHashMap<>());
    }

    public void add(String contender, Trial trial, Seen run) {
        enter(contender);
        seen.getOrDefault(contender, new LinkedHashMap<>()).put(trial, run);
    }

    /** Records a trial that was started but gave no result. */
    public void brokeDown(String contender, Trial trial) {
        broken.computeIfAbsent(contender, any -> new ArrayList<>()).add(trial);
    }

    public String table() {
        BenchTable table = new BenchTable();
        List<Object> head = new ArrayList<>(List.of(""));
        head.addAll(seen.keySet());
        table.row(head.toArray());
        LINES.forEach(line -> table.row(cells(line)));
        return table.toString();
    }

    private Object[] cells(Line line) {
        List<Object> cells = new ArrayList<>(List.of(line.title()));
        seen.values().forEach(runs -> cells.add(line.value().apply(runs).orElse(NOTHING)));
        return cells.toArray();
    }

    /** The figures by contender and name. What was not measured is absent. */
    public Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        seen.forEach((contender, runs) -> figures.put(contender, figures(runs)));
        return figures;
    }

    private static Map<String, Object> figures(Map<Trial, Seen> runs) {
        Map<String, Object> figures = new LinkedHashMap<>();
        LINES.forEach(line -> line.value()
                .apply(runs)
                .filter(value -> !NOTHING.equals(value))
                .ifPresent(value -> figures.put(line.key(), value)));
        return figures;
    }

    /** CPU seconds per 1,000 records of the flood, by contender and process. A process that used none is absent. */
    public Map<String, Map<String, Double>> cpuSecondsPer1000() {
        Map<String, Map<String, Double>> cpu = new LinkedHashMap<>();
        seen.forEach((contender, runs) -> Optional.ofNullable(runs.get(Trial.FLOOD))
                .ifPresent(flood -> cpu.put(contender, cpuSecondsPer1000(flood))));
        return cpu;
    }

    private static Map<String, Double> cpuSecondsPer1000(Seen flood) {
        Map<String, Double> seconds = flood.cpu().secondsPer1000(flood.records());
        seconds.values().removeIf(used -> used == 0);
        return seconds;
    }

    /** The total time of all measured runs, in seconds. */
    public double seconds() {
        return seen.values().stream()
                .flatMap(runs -> runs.values().stream())
                .mapToDouble(Seen::seconds)
                .sum();
    }

    /**
     * The failures of this contender: trials that gave no result or did not finish, and lost, stale or doubled records.
     */
    public List<String> problems(String contender) {
        List<String> problems = new ArrayList<>();
        broken.getOrDefault(contender, List.of())
                .forEach(trial -> problems.add("%s, %s: not measured".formatted(contender, trial)));
        seen.getOrDefault(contender, Map.of()).forEach((trial, run) -> {
            if (!run.through() || !run.audit().isClean()) {
                problems.add(String.format(
                        Locale.ROOT,
                        "%s, %s: %s, %d lost, %d stale, %d duplicates",
                        contender,
                        trial,
                        run.through() ? "complete" : "not complete",
                        run.audit().lost(),
                        run.audit().stale(),
                        run.audit().duplicates()));
            }
        });
        return problems;
    }
}
