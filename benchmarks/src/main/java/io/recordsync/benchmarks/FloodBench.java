package io.recordsync.benchmarks;

import io.recordsync.benchmarks.harness.BacklogRun;
import io.recordsync.benchmarks.harness.BacklogRun.Figures;
import io.recordsync.benchmarks.harness.BenchEnvironment;
import io.recordsync.benchmarks.harness.BenchTable;
import io.recordsync.benchmarks.harness.BenchTarget;
import io.recordsync.benchmarks.harness.Result;
import io.recordsync.benchmarks.harness.Rounded;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code recordsync bench flood}. */
@Command(
        name = "flood",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures the records per second of a flood that waits in Kafka.",
            "",
            "Messages of 1 KB wait in Kafka. Each creates another customer. Then one worker and one starter start."
                    + " The time is measured from when both are ready until every record is settled. The account has"
                    + " no quota.",
            "A second run has some records that the system refuses permanently.",
            "Goal: 3,472 records per second over the whole run, which is 300 million per day."
        },
        footer = {"", "Example:", "  recordsync bench flood --events 20000 --system hubspot --refused 0"})
final class FloodBench implements Callable<Integer> {

    private static final int GOAL = 3472;

    @Option(
            names = "--events",
            defaultValue = "200000",
            description = "The number of events; default: ${DEFAULT-VALUE}")
    private int events;

    @Option(
            names = "--system",
            defaultValue = "salesforce",
            description = "The system to which they are sent: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
    private BenchTarget target = BenchTarget.SALESFORCE;

    @Option(
            names = "--refused",
            paramLabel = "PERCENT",
            defaultValue = "1",
            description = "The percentage of refused records in the second run; 0 for no second run; default:"
                    + " ${DEFAULT-VALUE}")
    private int refused;

    @Option(
            names = "--partitions",
            defaultValue = "6",
            description = "The number of the topic's partitions; default: ${DEFAULT-VALUE}")
    private int partitions;

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Override
    public Integer call() {
        options.require(
                events >= 1 && partitions >= 1 && refused >= 0 && refused <= 100,
                "--events and --partitions must be at least 1, and --refused must be from 0 to 100.");
        return options.run(target.system(), true, this::measure);
    }

    private Result measure(BenchEnvironment site) {
        BacklogRun run = new BacklogRun(site, options::say);
        Figures plain = run.run(run("flood", options.seed()));
        return result(plain, refused == 0 ? Optional.empty() : Optional.of(refusing(site, run)));
    }

    private Figures refusing(BenchEnvironment site, BacklogRun run) {
        site.simulator().refuse(refused / 100.0);
        return run.run(run("flood-refused", options.seed() + 1));
    }

    private BacklogRun.Options run(String name, long seed) {
        return new BacklogRun.Options(name, events, seed, partitions, 1, target.settingsWithoutLimits());
    }

    private Result result(Figures plain, Optional<Figures> refusing) {
        Map<String, Object> figures = new LinkedHashMap<>(figures(plain));
        refusing.ifPresent(run -> figures.put("refused", withCpu(run)));
        List<String> problems = new ArrayList<>(plain.problems());
        refusing.ifPresent(run -> run.problems().forEach(problem -> problems.add("With refused records: " + problem)));
        return new Result(
                "flood",
                table(plain, refusing),
                figures,
                settings(),
                plain.seconds(),
                plain.cpuSecondsPer1000(),
                problems);
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = options.reported(target.settingsWithoutLimits());
        settings.put("partitions", partitions);
        return settings;
    }

    private static Map<String, Object> withCpu(Figures run) {
        Map<String, Object> figures = new LinkedHashMap<>(figures(run));
        figures.put("seconds", run.seconds());
        figures.put("cpuSecondsPer1000", run.cpuSecondsPer1000());
        return figures;
    }

    private static Map<String, Object> figures(Figures run) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("recordsPerSecond", Rounded.to(1, run.recordsPerSecond()));
        figures.put("events", run.options().events());
        figures.put("applied", run.outcomes().applied());
        figures.put("parked", run.outcomes().parked());
        figures.put("secondsWithStart", Rounded.to(2, run.secondsWithStart()));
        figures.put("slowestTenSeconds", slowest(run));
        figures.put("calls", run.calls());
        figures.put("recordsPerCall", Rounded.to(1, (double) run.options().events() / Math.max(1, run.calls())));
        figures.put("doubled", run.tally().doubled());
        figures.put("sentAgain", run.tally().updates());
        return figures;
    }

    /**
     * The records a second in the slowest ten seconds. For a run shorter than ten seconds, the average of the whole
     * run.
     */
    private static double slowest(Figures run) {
        return run.byTenSeconds().isEmpty()
                ? Rounded.to(1, run.recordsPerSecond())
                : Collections.min(run.byTenSeconds()) / 10.0;
    }

    private String table(Figures plain, Optional<Figures> refusing) {
        List<Figures> runs = new ArrayList<>(List.of(plain));
        refusing.ifPresent(runs::add);
        BenchTable table = new BenchTable();
        table.row(cells("", runs, run -> run.options().name()));
        table.row(cells("records", runs, run -> run.options().events()));
        table.row(cells(
                String.format(Locale.ROOT, "records per second (goal %,d)", GOAL), runs, Figures::recordsPerSecond));
        table.row(cells("in the slowest ten seconds", runs, FloodBench::slowest));
        table.row(cells("seconds, from ready until all are settled", runs, Figures::seconds));
        table.row(cells("seconds, including the start", runs, Figures::secondsWithStart));
        table.row(cells("applied", runs, run -> run.outcomes().applied()));
        table.row(cells("parked", runs, run -> run.outcomes().parked()));
        table.row(cells("calls", runs, Figures::calls));
        table.row(cells("duplicates", runs, run -> run.tally().doubled()));
        table.cpuRows(runs.stream().map(Figures::cpuSecondsPer1000).toList());
        return table.toString();
    }

    private static Object[] cells(String title, List<Figures> runs, Function<Figures, Object> cell) {
        List<Object> cells = new ArrayList<>(List.of(title));
        runs.forEach(run -> cells.add(cell.apply(run)));
        return cells.toArray();
    }
}
