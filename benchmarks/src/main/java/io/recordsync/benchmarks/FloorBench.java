package io.recordsync.benchmarks;

import io.recordsync.benchmarks.floor.FloorDriver;
import io.recordsync.benchmarks.floor.FloorProcess;
import io.recordsync.benchmarks.harness.BenchEnvironment;
import io.recordsync.benchmarks.harness.BenchMessages;
import io.recordsync.benchmarks.harness.BenchTable;
import io.recordsync.benchmarks.harness.BenchTarget;
import io.recordsync.benchmarks.harness.Burst;
import io.recordsync.benchmarks.harness.Burst.Figures;
import io.recordsync.benchmarks.harness.CpuTimes;
import io.recordsync.benchmarks.harness.JournalSummary;
import io.recordsync.benchmarks.harness.KafkaRecordSender;
import io.recordsync.benchmarks.harness.Pipeline;
import io.recordsync.benchmarks.harness.RecordSender;
import io.recordsync.benchmarks.harness.Result;
import io.recordsync.benchmarks.harness.Rounded;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code recordsync bench floor}. */
@Command(
        name = "floor",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Compares the record lane with the smallest workflow that could carry a record.",
            "",
            "The one activity of this smallest workflow makes the same HTTP call and the same statements on the"
                    + " ledger (accept, route, claim, settle), and does nothing else. Both run in turns on the same"
                    + " servers. The first turn of each is a warm-up and is not counted. Goal: a ratio of 0.85."
        },
        footer = {"", "Example:", "  recordsync bench floor --events 500 --turns 3"})
final class FloorBench implements Callable<Integer> {

    private static final double GOAL = 0.85;
    private static final String TOPIC = "floor-events";
    private static final Map<String, String> SETTINGS = BenchTarget.SALESFORCE.settingsOfRecordLane();

    @Option(
            names = "--events",
            defaultValue = "1000",
            description = "The number of records in each turn; default: ${DEFAULT-VALUE}")
    private int events;

    @Option(
            names = "--turns",
            defaultValue = "5",
            description = "The number of counted turns of each; default: ${DEFAULT-VALUE}")
    private int turns;

    @Mixin
    private BenchOptions options = new BenchOptions();

    /** The measured turns of one lane, without the warm-up turn. */
    private record Turns(List<Figures> all) {

        double recordsPerSecond() {
            return records() / all.stream().mapToDouble(Figures::seconds).sum();
        }

        int records() {
            return all.stream().mapToInt(Figures::events).sum();
        }

        double seconds() {
            return all.stream().mapToDouble(Figures::seconds).sum();
        }

        Map<String, Double> cpuSecondsPer1000() {
            return CpuTimes.sum(all.stream().map(Figures::cpu).toList()).secondsPer1000(records());
        }

        List<Double> rates() {
            return all.stream()
                    .map(turn -> Rounded.to(1, turn.recordsPerSecond()))
                    .toList();
        }
    }

    @Override
    public Integer call() {
        options.require(events >= 1 && turns >= 1, "--events and --turns must be at least 1.");
        return options.run(BenchTarget.SALESFORCE.system(), true, this::measure);
    }

    private Result measure(BenchEnvironment site) {
        site.createTopic(TOPIC, 6);
        try (Pipeline pipeline = new Pipeline(site, "lane", TOPIC, SETTINGS);
                RecordSender record = new KafkaRecordSender(site, "record lane", TOPIC, messages(0));
                RecordSender floor = new FloorDriver(site, messages(1))) {
            pipeline.startWorkers(1).startStarter();
            pipeline.startHelper("floor-worker", FloorProcess.class, FloorProcess.READY);
            Burst burst = new Burst(site, options::say);
            List<Figures> ofRecord = new ArrayList<>();
            List<Figures> ofFloor = new ArrayList<>();
            for (int turn = 0; turn <= turns; turn++) {
                ofRecord.add(turn(burst, record));
                ofFloor.add(turn(burst, floor));
            }
            return result(
                    new Turns(counted(ofRecord)),
                    new Turns(counted(ofFloor)),
                    JournalSummary.since(site.simulator(), 0).problems(2L * (turns + 1) * events));
        }
    }

    private Figures turn(Burst burst, RecordSender lane) {
        Figures figures = burst.run(lane, events);
        options.say(String.format(Locale.ROOT, "%s: %.1f records per second", lane.name(), figures.recordsPerSecond()));
        return figures;
    }

    private static List<Figures> counted(List<Figures> turns) {
        return List.copyOf(turns.subList(1, turns.size()));
    }

    private BenchMessages messages(int lane) {
        return new BenchMessages(options.seed() + lane, BenchMessages.USUAL_BYTES);
    }

    private Result result(Turns record, Turns floor, List<String> problems) {
        double ratio = record.recordsPerSecond() / floor.recordsPerSecond();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("ratio", Rounded.to(3, ratio));
        figures.put("recordLanePerSecond", Rounded.to(1, record.recordsPerSecond()));
        figures.put("floorPerSecond", Rounded.to(1, floor.recordsPerSecond()));
        figures.put("cpuRatio", Rounded.to(3, cpuRatio(record, floor)));
        figures.put("recordLaneTurns", record.rates());
        figures.put("floorTurns", floor.rates());
        figures.put("floorCpuSecondsPer1000", floor.cpuSecondsPer1000());
        figures.put("events", record.records());
        Map<String, Object> reported = options.reported(SETTINGS);
        reported.put("turns", turns);
        return new Result(
                "floor",
                table(ratio, record, floor),
                figures,
                reported,
                record.seconds() + floor.seconds(),
                record.cpuSecondsPer1000(),
                problems);
    }

    /** The floor's CPU time per record, as a share of the record lane's. */
    private static double cpuRatio(Turns record, Turns floor) {
        return floor.cpuSecondsPer1000().getOrDefault("total", 0.0)
                / record.cpuSecondsPer1000().getOrDefault("total", 0.0);
    }

    private static String table(double ratio, Turns record, Turns floor) {
        BenchTable table = new BenchTable()
                .row("", "record lane", "floor")
                .row("records per second", record.recordsPerSecond(), floor.recordsPerSecond())
                .row(String.format(Locale.ROOT, "ratio (goal %.2f)", GOAL), ratio, "")
                .row("ratio of CPU times, which other programs distort less", cpuRatio(record, floor), "")
                .row("records", record.records(), floor.records())
                .cpuRows(List.of(record.cpuSecondsPer1000(), floor.cpuSecondsPer1000()));
        return table + "  The floor's starter is the bench process." + System.lineSeparator();
    }
}
